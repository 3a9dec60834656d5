import TopNavigation from "@cloudscape-design/components/top-navigation";
import { useNavigate } from "react-router";
import { useInfo, useJobs } from "../ipc/queries";

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
          ariaLabel: running > 0 ? `${running} jobs are running` : "Jobs",
          items: recent.length === 0
            ? [{ id: "none", text: "No job has run yet", disabled: true }]
            : recent.map((job) => ({ id: job.jobId, text: `${job.environment}: ${job.sentence}`.slice(0, 80) })),
          onItemClick: ({ detail }) => void navigate(`/launches/${detail.id}`),
        },
        { type: "button", iconName: "search", text: "Go to", title: "Go to a page (Ctrl+K)", onClick: () => window.dispatchEvent(new Event("array-palette")) },
        { type: "button", iconName: "settings", ariaLabel: "Settings", title: "Settings (Ctrl+,)", onClick: () => void navigate("/settings") },
      ]}
    />
  );
}
