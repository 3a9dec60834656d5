import BreadcrumbGroup from "@cloudscape-design/components/breadcrumb-group";
import { useLocation, useNavigate } from "react-router";
import { jobNoun } from "../components/format";
import type { JobRow } from "../ipc/client";
import { useDrafts, useJobs } from "../ipc/queries";

interface Crumb {
  text: string;
  href: string;
}

/** Where a page stands; the first level needs none. */
function trail(path: string, jobOf: (id: string) => JobRow | undefined, changed: (id: string) => string | null): Crumb[] {
  const [area, id = "", rest] = path.split("/").filter(Boolean).map(decodeURIComponent);
  const environments = { text: "Environments", href: "/environments" };
  const here = (text: string) => ({ text, href: path });
  const of = (name: string | null) => (name ? [{ text: name, href: `/environments/${name}` }] : []);
  if (area === "environments" && rest !== undefined) {
    const name = changed(rest);
    return [environments, ...of(name), here(name ? "Edit" : rest === "new" ? "New environment" : "Draft")];
  }
  if (area === "environments" && id) return [environments, here(id)];
  if (area === "plan") {
    const name = changed(id);
    return [
      environments,
      ...of(name),
      { text: name ? "Edit" : "Draft", href: `/environments/new/${id}` },
      here(name ? "Changes" : "Plan"),
    ];
  }
  if (area === "accounts" && id) return [{ text: "Accounts", href: "/accounts" }, here("Add an account")];
  if (area === "launches") {
    const job = jobOf(id);
    return [environments, ...of(job?.environment ?? null), here(jobNoun(job?.operation))];
  }
  return [];
}

export function Crumbs() {
  const { pathname } = useLocation();
  const navigate = useNavigate();
  const jobs = useJobs();
  const drafts = useDrafts();
  const items = trail(
    pathname,
    (id) => jobs.data?.find((job) => job.jobId === id),
    (id) => drafts.data?.find((draft) => draft.id === id)?.environment ?? null,
  );
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
