import TopNavigation from "@cloudscape-design/components/top-navigation";
import type { ButtonDropdownProps } from "@cloudscape-design/components/button-dropdown";
import { useNavigate } from "react-router";
import { duration, jobNoun } from "../components/format";
import type { JobRow } from "../ipc/client";
import { useInfo, useJobs } from "../ipc/queries";
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

function item(job: JobRow): ButtonDropdownProps.Item {
  const state = job.state === "running" ? `${Math.round(job.percent ?? 0)}%` : ENDED[job.state];
  const took =
    job.state === "done" && job.actualSeconds != null
      ? `Took ${duration(job.actualSeconds)}, at AWS's pace`
      : job.sentence;
  return {
    id: job.jobId,
    text: `${jobNoun(job.operation)} of ${job.environment}: ${state}`,
    secondaryText: short(took),
    iconName: ICONS[job.state],
  };
}

function jobList(jobs: JobRow[]): ButtonDropdownProps.ItemOrGroup[] {
  const running = jobs.filter((job) => job.state === "running");
  const recent = jobs.filter((job) => job.state !== "running").slice(0, RECENT);
  if (jobs.length === 0) return [{ id: "none", text: "No job has run yet", disabled: true }];
  return [
    ...(running.length > 0 ? [{ id: "running", text: "Running", items: running.map(item) }] : []),
    ...(recent.length > 0 ? [{ id: "recent", text: "Recent", items: recent.map(item) }] : []),
  ];
}

/** Product, account, jobs, settings. */
export function TopBar() {
  const navigate = useNavigate();
  const jobs = useJobs();
  const info = useInfo();
  const account = useAccountMenu();
  const running = jobs.data?.filter((job) => job.state === "running").length ?? 0;
  const keys = info.data?.platform === "macos" ? "⌘" : "Ctrl+";
  return (
    <TopNavigation
      identity={{
        href: "#/",
        title: "Array Console",
        onFollow: (event) => {
          event.preventDefault();
          void navigate("/");
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
          items: jobList(jobs.data ?? []),
          onItemClick: ({ detail }) => void navigate(`/launches/${detail.id}`),
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
          onClick: () => void navigate("/settings"),
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
