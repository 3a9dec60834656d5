import { applyDensity, applyMode, Density, Mode } from "@cloudscape-design/global-styles";
import AppLayout from "@cloudscape-design/components/app-layout";
import Flashbar from "@cloudscape-design/components/flashbar";
import SideNavigation from "@cloudscape-design/components/side-navigation";
import Spinner from "@cloudscape-design/components/spinner";
import { Suspense, useEffect, useState } from "react";
import { useLocation, useNavigate } from "react-router";
import { useFlash } from "../components/flash-context";
import { HelpContext } from "../components/help-context";
import { useEnvironments, useFirstPage, useInfo, useSettings, useShellEvents } from "../ipc/queries";
import { StartPage } from "../features/start/StartPage";
import { Palette } from "./Palette";
import { Pages } from "./routes";
import { TopBar } from "./TopBar";

/** The frame around every page, once the store is open. */
export function Frame() {
  useShellEvents();
  const info = useInfo();
  const settings = useSettings();
  useAppearance(settings.data?.theme ?? "system", settings.data?.density ?? "comfortable");
  useFirstPage(info.isSuccess && !settings.isPending);
  if (info.isPending) return <Waiting />;
  const closed = info.data?.storageProblem ?? null;
  if (closed || (settings.data && !settings.data.firstStartDone)) {
    return <StartPage problem={closed} />;
  }
  return <Desk />;
}

function Desk() {
  const location = useLocation();
  const navigate = useNavigate();
  const flash = useFlash();
  const environments = useEnvironments();
  const [help, setHelp] = useState<React.ReactNode>(null);
  const [helpOpen, setHelpOpen] = useState(false);
  const [navigationOpen, setNavigationOpen] = useState(true);
  const waiting = environments.data?.filter((row) => row.needsYou).length ?? 0;
  const active = location.pathname.startsWith("/environments") ? "#/environments" : location.pathname.startsWith("/settings") ? "#/settings" : "#/";
  return (
    <HelpContext.Provider value={setHelp}>
      <div id="top-bar"><TopBar /></div>
      <Palette />
      <AppLayout
        headerSelector="#top-bar"
        navigationOpen={navigationOpen}
        onNavigationChange={({ detail }) => setNavigationOpen(detail.open)}
        navigationWidth={220}
        navigation={
          <SideNavigation
            activeHref={active}
            header={{ text: "Array Crew", href: "#/" }}
            onFollow={(event) => {
              event.preventDefault();
              void navigate(event.detail.href.slice(1));
            }}
            items={[
              { type: "link", text: "Overview", href: "#/", info: waiting > 0 ? <b aria-label={`${waiting} need you`}>{waiting}</b> : undefined },
              { type: "link", text: "Environments", href: "#/environments" },
              { type: "divider" },
              { type: "link", text: "Settings", href: "#/settings" },
            ]}
          />
        }
        notifications={<Flashbar items={flash.items} />}
        tools={help}
        toolsHide={help === null}
        toolsOpen={helpOpen && help !== null}
        onToolsChange={({ detail }) => setHelpOpen(detail.open)}
        content={
          <Suspense fallback={<Waiting />}>
            <Pages />
          </Suspense>
        }
      />
    </HelpContext.Provider>
  );
}

function Waiting() {
  return (
    <div style={{ padding: 60, textAlign: "center" }}>
      <Spinner size="large" />
    </div>
  );
}

function useAppearance(theme: "system" | "light" | "dark", density: "comfortable" | "compact") {
  useEffect(() => {
    applyDensity(density === "compact" ? Density.Compact : Density.Comfortable);
  }, [density]);
  useEffect(() => {
    const system = window.matchMedia("(prefers-color-scheme: dark)");
    const apply = () => {
      const dark = theme === "dark" || (theme === "system" && system.matches);
      applyMode(dark ? Mode.Dark : Mode.Light);
      // Both: the page's own colours follow the system, and the body may be shorter than the window.
      for (const page of [document.documentElement, document.body]) page.style.background = dark ? "#161d26" : "#fff";
    };
    apply();
    system.addEventListener("change", apply);
    return () => system.removeEventListener("change", apply);
  }, [theme]);
}
