import Autosuggest, { type AutosuggestProps } from "@cloudscape-design/components/autosuggest";
import Modal from "@cloudscape-design/components/modal";
import { useEffect, useRef, useState } from "react";
import { useNavigate } from "react-router";
import { useEnvironments, useJobs } from "../ipc/queries";

/** Ctrl+K or Cmd+K: go anywhere by typing. */
export function Palette() {
  const navigate = useNavigate();
  const environments = useEnvironments();
  const jobs = useJobs();
  const [open, setOpen] = useState(false);
  const [text, setText] = useState("");
  const field = useRef<AutosuggestProps.Ref>(null);
  useEffect(() => {
    if (!open) return;
    // The dialog gives the focus to its first button; whoever opens it wants to type.
    const frame = requestAnimationFrame(() => field.current?.focus());
    return () => cancelAnimationFrame(frame);
  }, [open]);
  useEffect(() => {
    const show = () => {
      setText("");
      setOpen(true);
    };
    const key = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey)) return;
      if (event.key === "k") {
        event.preventDefault();
        show();
      } else if (event.key === ",") {
        event.preventDefault();
        void navigate("/settings");
      }
    };
    window.addEventListener("keydown", key);
    window.addEventListener("array-palette", show);
    return () => {
      window.removeEventListener("keydown", key);
      window.removeEventListener("array-palette", show);
    };
  }, [navigate]);
  const options = [
    { value: "/", label: "Overview" },
    { value: "/environments", label: "Environments" },
    { value: "/environments/new/new", label: "New environment" },
    { value: "/settings", label: "Settings" },
    ...(environments.data ?? []).map((row) => ({ value: `/environments/${row.name}`, label: `Environment ${row.name}`, description: row.state })),
    ...(jobs.data ?? []).slice(0, 10).map((job) => ({ value: `/launches/${job.jobId}`, label: `Launch of ${job.environment}`, description: job.sentence })),
  ];
  return (
    <Modal visible={open} position="top" onDismiss={() => setOpen(false)} header="Go to">
      <Autosuggest
        ref={field}
        value={text}
        options={options}
        enteredTextLabel={(value) => `Look for "${value}"`}
        ariaLabel="Page, environment or launch"
        placeholder="Page, environment or launch"
        empty="Nothing by that name"
        onChange={({ detail }) => setText(detail.value)}
        onKeyDown={({ detail }) => {
          // The list of suggestions would take the first Escape for itself.
          if (detail.key === "Escape") setOpen(false);
        }}
        onSelect={({ detail }) => {
          if (!detail.value.startsWith("/")) return;
          setOpen(false);
          void navigate(detail.value);
        }}
      />
    </Modal>
  );
}
