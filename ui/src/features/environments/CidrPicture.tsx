import Box from "@cloudscape-design/components/box";
import { slices, type Slice } from "./cidr";

const count = (addresses: number) => addresses.toLocaleString("en-US");

/** How the six subnets divide the range, to scale, and what each can hold. */
export function CidrPicture({ cidr, zones }: { cidr: string; zones: string[] }) {
  const parts = slices(cidr);
  if (parts.length === 0) return null;
  const zone = (part: Slice) => zones[part.zone] ?? "";
  const told = parts.map(
    (part) => `${part.label} in ${zone(part)}: ${part.range}, ${count(part.usable)} usable addresses`,
  );
  const used = parts.reduce((sum, part) => sum + part.share, 0);
  return (
    <div
      className="ac-cidr"
      role="img"
      aria-label={`How the range is divided. ${told.join(". ")}. A quarter stays free.`}
    >
      <div className="ac-cidr-scale">
        {parts.map((part) => (
          <div
            key={part.label + part.zone}
            className={`ac-cidr-${part.tier}`}
            style={{ flexGrow: part.share * 16 }}
            title={`${part.label}, ${zone(part)}`}
          />
        ))}
        <div className="ac-cidr-free" style={{ flexGrow: (1 - used) * 16 }} title="free" />
      </div>
      <div className="ac-cidr-list">
        {parts.map((part) => (
          <div key={part.label + part.zone} className="ac-cidr-entry">
            <span className={`ac-cidr-swatch ac-cidr-${part.tier}`} />
            <span className="ac-cidr-name">{part.label}</span>
            <span className="ac-cidr-range">{part.range}</span>
            <Box variant="span" color="text-body-secondary" fontSize="body-s">
              {count(part.usable)} usable, {zone(part)}
            </Box>
          </div>
        ))}
      </div>
      <Box color="text-body-secondary" fontSize="body-s">
        {count(Math.round((1 - used) * (parts[0]?.whole ?? 0)))} addresses stay free for later. AWS keeps five of every
        subnet.
      </Box>
    </div>
  );
}
