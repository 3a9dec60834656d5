import TopNavigation from "@cloudscape-design/components/top-navigation";
import { useNavigate } from "react-router";
import type { JobRow } from "../ipc/client";
import { useInfo, useJobs } from "../ipc/queries";

const ENDED = { done: "done", failed: "failed", cancelled: "cancelled", needsYou: "needs you" } as const;

/** A job in a few words: the whole sentence stands on its page. */
const told = (job: JobRow) => `${job.operation === "delete" ? "deletion" : "launch"} ${job.state === "running" ? `${Math.round(job.percent ?? 0)}%` : ENDED[job.state]}`;

/** Product, account, jobs, settings. */
export function TopBar() {
  const navigate = useNavigate();
  const jobs = useJobs();
  const info = useInfo();
  const running = jobs.data?.filter((job) => job.state === "running").length ?? 0;
  const recent = jobs.data?.slice(0, 8) ?? [];
  return (
    <TopNavigation
      identity={{ href: "#/", title: "Array Console" }}
      utilities={[
        {
          type: "menu-dropdown",
          text: info.data?.storage === "memory" ? "Practice, not saved" : "Practice",
          iconName: "user-profile",
          title: "Practice account",
          description: "000000000000, a simulated cloud: nothing here reaches AWS",
          items: [{ id: "settings", text: "Speed and failures of practice" }],
          onItemClick: () => void navigate("/settings"),
        },
        {
          type: "menu-dropdown",
          text: running > 0 ? `${running} running` : "Jobs",
          iconName: running > 0 ? "status-in-progress" : "status-positive",
          ariaLabel: running > 0 ? `Jobs: ${running} running` : "Jobs",
          items: recent.length === 0
            ? [{ id: "none", text: "No job has run yet", disabled: true }]
            : recent.map((job) => ({ id: job.jobId, text: `${job.environment}: ${told(job)}` })),
          onItemClick: ({ detail }) => void navigate(`/launches/${detail.id}`),
        },
        { type: "button", iconName: "search", text: "Go to", title: "Go to a page (Ctrl+K)", onClick: () => window.dispatchEvent(new Event("array-palette")) },
        { type: "button", iconName: "settings", ariaLabel: "Settings", title: "Settings (Ctrl+,)", onClick: () => void navigate("/settings") },
      ]}
    />
  );
}
