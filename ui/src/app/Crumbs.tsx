import BreadcrumbGroup from "@cloudscape-design/components/breadcrumb-group";
import { useLocation, useNavigate } from "react-router";
import type { JobRow } from "../ipc/client";
import { useJobs } from "../ipc/queries";

interface Crumb {
  text: string;
  href: string;
}

/** Where a page stands; the first level needs none. */
function trail(path: string, jobOf: (id: string) => JobRow | undefined): Crumb[] {
  const [area, id = "", rest] = path.split("/").filter(Boolean).map(decodeURIComponent);
  const environments = { text: "Environments", href: "/environments" };
  const here = (text: string) => ({ text, href: path });
  if (area === "environments" && rest !== undefined)
    return [environments, here(rest === "new" ? "New environment" : "Draft")];
  if (area === "environments" && id) return [environments, here(id)];
  if (area === "plan") return [environments, { text: "Draft", href: `/environments/new/${id}` }, here("Plan")];
  if (area === "accounts" && id) return [{ text: "Accounts", href: "/accounts" }, here("Add an account")];
  if (area === "launches") {
    const job = jobOf(id);
    const above = job ? [{ text: job.environment, href: `/environments/${job.environment}` }] : [];
    return [environments, ...above, here(job?.operation === "delete" ? "Deletion" : "Launch")];
  }
  return [];
}

export function Crumbs() {
  const { pathname } = useLocation();
  const navigate = useNavigate();
  const jobs = useJobs();
  const items = trail(pathname, (id) => jobs.data?.find((job) => job.jobId === id));
  if (items.length === 0) return null;
  return (
    <BreadcrumbGroup
      ariaLabel="Where you are"
      items={items.map((crumb) => ({ ...crumb, href: `#${crumb.href}` }))}
      onFollow={(event) => {
        event.preventDefault();
        void navigate(event.detail.href.slice(1));
      }}
    />
  );
}
