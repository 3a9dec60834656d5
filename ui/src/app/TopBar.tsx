import TopNavigation from "@cloudscape-design/components/top-navigation";
import type { ButtonDropdownProps } from "@cloudscape-design/components/button-dropdown";
import { go } from "../components/go";
import { duration, jobNoun } from "../components/format";
import { named, percentOf } from "../features/costs/import-words";
import type { Import, JobRow } from "../ipc/client";
import { useImports, useInfo, useJobs } from "../ipc/queries";
import { openPalette } from "./habits";
import { useAccountMenu } from "./useAccountMenu";

const ENDED = { done: "done", failed: "failed", cancelled: "cancelled", needsYou: "needs you" } as const;
const ICONS = {
  running: "status-in-progress",
  done: "status-positive",
  failed: "status-negative",
  cancelled: "status-stopped",
  needsYou: "status-warning",
} as const;

/** Recent jobs in the list; older ones stand in their environment's history. */
const RECENT = 7;

/** The list is as wide as its longest line, and must fit between its button and the window's edge. */
function short(words: string): string {
  const first = words.split(". ")[0] ?? words;
  return first.length > 36 ? `${first.slice(0, 34).trimEnd()}…` : first;
}

interface Item extends ButtonDropdownProps.Item {
  running: boolean;
  startedAtMs: number;
}

function job(job: JobRow): Item {
  const state = job.state === "running" ? `${Math.round(job.percent ?? 0)}%` : ENDED[job.state];
  const took =
    job.state === "done" && job.actualSeconds != null
      ? `Took ${duration(job.actualSeconds)}, at AWS's pace`
      : job.sentence;
  return {
    id: `/launches/${job.jobId}`,
    running: job.state === "running",
    startedAtMs: job.startedAtMs,
    text: `${jobNoun(job.operation)} of ${job.environment}: ${state}`,
    secondaryText: short(took),
    iconName: ICONS[job.state],
  };
}

function costs(one: Import): Item {
  const running = one.state === "running";
  const state = running ? `${percentOf(one)}%${one.resumed ? ", resumed" : ""}` : ENDED[one.state as Exclude<Import["state"], "running">];
  return {
    id: `/costs?tab=data${running ? "" : `&import=${one.id}`}`,
    running,
    startedAtMs: one.startedAtMs,
    text: `Import of ${short(named(one))}: ${state}`,
    secondaryText: short(one.sentence),
    iconName: ICONS[one.state],
  };
}

function jobList(all: Item[]): ButtonDropdownProps.ItemOrGroup[] {
  const running = all.filter((one) => one.running);
  const recent = all.filter((one) => !one.running).slice(0, RECENT);
  if (all.length === 0) return [{ id: "none", text: "No job has run yet", disabled: true }];
  return [
    ...(running.length > 0 ? [{ id: "running", text: "Running", items: running }] : []),
    ...(recent.length > 0 ? [{ id: "recent", text: "Recent", items: recent }] : []),
  ];
}

/** Product, account, jobs, settings. */
export function TopBar() {
  const jobs = useJobs();
  const info = useInfo();
  const account = useAccountMenu();
  const imports = useImports();
  const all = [...(jobs.data ?? []).map(job), ...(imports.data ?? []).map(costs)].sort((one, other) => other.startedAtMs - one.startedAtMs);
  const running = all.filter((one) => one.running).length;
  const keys = info.data?.platform === "macos" ? "⌘" : "Ctrl+";
  return (
    <TopNavigation
      identity={{
        href: "#/",
        title: "Array Console",
        onFollow: (event) => {
          event.preventDefault();
          go("/");
        },
      }}
      utilities={[
        account,
        {
          type: "menu-dropdown",
          text: running > 0 ? `${running} running` : "Jobs",
          iconSvg: running > 0 ? <Turning /> : undefined,
          iconName: running > 0 ? undefined : "status-positive",
          title: "Jobs",
          ariaLabel: running > 0 ? `Jobs: ${running} running` : "Jobs",
          items: jobList(all),
          onItemClick: ({ detail }) => go(detail.id),
        },
        {
          type: "button",
          iconName: "search",
          text: "Go to",
          title: `Go to a page, or do something (${keys}K)`,
          onClick: openPalette,
        },
        {
          type: "button",
          iconName: "settings",
          ariaLabel: "Settings",
          title: `Settings (${keys},)`,
          onClick: () => go("/settings"),
        },
      ]}
    />
  );
}

/** A spinner of the bar's own: its icons are drawn by whoever uses it. */
function Turning() {
  return (
    <svg viewBox="0 0 16 16" className="ac-turning" aria-hidden focusable="false">
      <circle cx="8" cy="8" r="6" fill="none" stroke="currentColor" strokeWidth="2" strokeDasharray="26 12" />
    </svg>
  );
}
