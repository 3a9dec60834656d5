import Box from "@cloudscape-design/components/box";
import { Figure } from "../../components/figures";
import type { LedgerFigures, LimitUse } from "../../ipc/client";
import { fullest, nearTheirEnd } from "./ledger-parts";

const kilobytes = (bytes: number) =>
  bytes >= 1_048_576 ? `${(bytes / 1_048_576).toFixed(0)} MB` : `${Math.ceil(bytes / 1024)} KB`;

const CAPABILITIES: Record<string, string> = {
  CAPABILITY_IAM: "The templates make IAM roles. CloudFormation asks whoever launches to agree to that.",
  CAPABILITY_NAMED_IAM:
    "The templates make IAM roles with names of their own. CloudFormation asks whoever launches to agree to that.",
};

/** Resources, bytes, quotas and capabilities: what CloudFormation and the account allow. */
export function LedgerSize({ figures }: { figures: LedgerFigures }) {
  const { limits, quotas } = figures;
  const root = limits.find((limit) => limit.template === "root.yaml" && limit.what.startsWith("Resources"));
  const near = nearTheirEnd(limits, quotas);
  const stacks = limits.find((limit) => limit.what.startsWith("Stacks"))?.used ?? 1;
  return (
    <section className="ac-ledger-section">
      <Box variant="awsui-key-label">Size</Box>
      <div className="ac-ledger-line">
        <Box fontSize="body-s">
          {figures.resources} resources in {stacks} stacks
        </Box>
      </div>
      <Use label="Root template" limit={root} word={(number) => String(number)} unit="resources" />
      <Use
        label="Fullest template"
        limit={fullest(limits, "resources in")}
        word={(number) => String(number)}
        unit="resources"
      />
      <Use label="Largest template" limit={fullest(limits, "bytes")} word={kilobytes} unit="" />
      <div className="ac-ledger-line">
        {near.length === 0 ? (
          <Figure
            origin={
              <>
                {quotas.map((quota) => (
                  <div key={quota.code} className="ac-line">
                    <span>{quota.name}</span>
                    <span className="ac-number">
                      {(quota.used ?? 0) + quota.need} of {quota.limit.toLocaleString("en-US")}
                    </span>
                  </div>
                ))}
              </>
            }
          >
            <Box variant="span" fontSize="body-s">
              {quotas.length} quotas touched, none near its end
            </Box>
          </Figure>
        ) : (
          <Figure
            origin={
              <>
                {near.map((one) => (
                  <div key={one.what} className="ac-line">
                    <span>{one.what}</span>
                    <span className="ac-number">
                      {one.used} of {one.limit}
                    </span>
                  </div>
                ))}
              </>
            }
          >
            <Box variant="span" color="text-status-warning" fontSize="body-s">
              {near.length === 1 ? "One limit is" : `${near.length} limits are`} near the end
            </Box>
          </Figure>
        )}
      </div>
      <div className="ac-ledger-line">
        {figures.capabilities.map((one) => (
          <Figure key={one} origin={CAPABILITIES[one] ?? one}>
            <Box variant="span" fontSize="body-s">
              Needs {one}
            </Box>
          </Figure>
        ))}
      </div>
    </section>
  );
}

function Use({
  label,
  limit,
  word,
  unit,
}: {
  label: string;
  limit: LimitUse | undefined;
  word: (number: number) => string;
  unit: string;
}) {
  if (!limit) return null;
  const percent = (100 * limit.used) / limit.limit;
  return (
    <div className="ac-use">
      <span className="ac-share-name">
        {label}
        {limit.template === "root.yaml" ? "" : `, ${limit.template.replace(".yaml", "")}`}
      </span>
      <span className="ac-share-cost">
        {word(limit.used)} of {word(limit.limit)} {unit}
      </span>
      <span className="ac-bar ac-share-bar" data-near={percent > 80}>
        <span style={{ width: `${percent}%` }} />
      </span>
    </div>
  );
}
