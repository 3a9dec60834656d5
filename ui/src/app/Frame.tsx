import { applyDensity, applyMode, Density, Mode } from "@cloudscape-design/global-styles";
import Badge from "@cloudscape-design/components/badge";
import Button from "@cloudscape-design/components/button";
import AppLayout from "@cloudscape-design/components/app-layout";
import Flashbar from "@cloudscape-design/components/flashbar";
import SideNavigation from "@cloudscape-design/components/side-navigation";
import SplitPanel from "@cloudscape-design/components/split-panel";
import { memo, Suspense, useEffect, useMemo, useState } from "react";
import { useLocation } from "react-router";
import { go } from "../components/go";
import { useFlash } from "../components/flash-context";
import { useNow } from "../components/figures";
import { HelpContext } from "../components/help-context";
import { Loading } from "../components/Loading";
import { PanelContext, type PanelHead } from "../components/panel-context";
import { useAccounts, useFirstPage, useInfo, useSettings, useShellEvents } from "../ipc/queries";
import { SignInProvider } from "../features/accounts/SignInProvider";
import { useNeeds } from "../features/overview/useNeeds";
import { sessionWords } from "../ipc/session";
import { StartPage } from "../features/start/StartPage";
import { Boundary } from "./Boundary";
import { Crumbs } from "./Crumbs";
import { FileDrop } from "./FileDrop";
import { Palette } from "./Palette";
import { Pages } from "./routes";
import { TopBar } from "./TopBar";
import { useJobNews } from "./useJobNews";
import { useKeys } from "./useKeys";

/** The frame around every page, once the store is open. */
export function Frame() {
  useShellEvents();
  const info = useInfo();
  const settings = useSettings();
  useAppearance(settings.data?.theme ?? "system", settings.data?.density ?? "comfortable");
  useFirstPage(info.isSuccess && !settings.isPending);
  if (info.isPending)
    return (
      <div style={{ padding: 40 }}>
        <Loading />
      </div>
    );
  const closed = info.data?.storageProblem ?? null;
  const doors = closed !== null || settings.data?.firstStartDone === false;
  return (
    <>
      <FileDrop doors={doors} />
      {doors ? (
        <StartPage problem={closed} />
      ) : (
        <SignInProvider>
          <Here />
        </SignInProvider>
      )}
    </>
  );
}

/** A panel at the side would leave too little for a diagram or a table. */
const NARROW = window.innerWidth < 1500;

/** Only another page is news to the frame, not what a page keeps in its address. */
function Here() {
  return <Desk path={useLocation().pathname} />;
}

const Desk = memo(function Desk({ path }: { path: string }) {
  const flash = useFlash();
  const [help, setHelp] = useState<React.ReactNode>(null);
  const [helpOpen, setHelpOpen] = useState(false);
  const [navigationOpen, setNavigationOpen] = useState(true);
  const [head, setHead] = useState<PanelHead | null>(null);
  const [target, setTarget] = useState<HTMLElement | null>(null);
  const [panelSize, setPanelSize] = useState(NARROW ? 300 : 420);
  const [preferences, setPreferences] = useState<{ position: "side" | "bottom" }>({
    position: NARROW ? "bottom" : "side",
  });
  const place = useMemo(() => ({ target, show: setHead }), [target]);
  useKeys(() => {
    if (head) head.close();
    else setHelpOpen(false);
  });
  // Another page begins at its top.
  useEffect(() => {
    window.scrollTo(0, 0);
  }, [path]);
  useJobNews((to, words) => <Button onClick={() => go(to)}>{words}</Button>);
  return (
    <HelpContext.Provider value={setHelp}>
      <PanelContext.Provider value={place}>
        <div id="top-bar">
          <TopBar />
        </div>
        <Palette />
        <AppLayout
          headerSelector="#top-bar"
          breadcrumbs={<Crumbs />}
          navigationOpen={navigationOpen}
          onNavigationChange={({ detail }) => setNavigationOpen(detail.open)}
          navigationWidth={220}
          navigation={<Navigation path={path} />}
          notifications={<Flashbar items={flash.items} />}
          tools={help}
          toolsHide={help === null}
          toolsOpen={helpOpen && help !== null}
          onToolsChange={({ detail }) => setHelpOpen(detail.open)}
          splitPanelOpen={head !== null}
          onSplitPanelToggle={({ detail }) => !detail.open && head?.close()}
          splitPanelSize={panelSize}
          onSplitPanelResize={({ detail }) => setPanelSize(detail.size)}
          splitPanelPreferences={preferences}
          onSplitPanelPreferencesChange={({ detail }) => setPreferences(detail)}
          splitPanel={
            head && (
              <SplitPanel header={head.header} closeBehavior="hide">
                <div ref={setTarget} />
              </SplitPanel>
            )
          }
          content={
            <Boundary path={path}>
              <Suspense fallback={<Loading />}>
                <Pages />
              </Suspense>
            </Boundary>
          }
        />
      </PanelContext.Provider>
    </HelpContext.Provider>
  );
});

/** Counters stand only where something needs a person. */
function Navigation({ path }: { path: string }) {
  const accounts = useAccounts();
  const now = useNow(30_000);
  const signIns = accounts.data?.filter((row) => sessionWords(row, now).signIn).length ?? 0;
  const waiting = useNeeds().length;
  const inside = ["/environments", "/plan", "/launches"].some((area) => path.startsWith(area));
  return (
    <SideNavigation
      activeHref={inside ? "#/environments" : path.startsWith("/accounts") ? "#/accounts" : `#${path}`}
      header={{ text: "Array Crew", href: "#/" }}
      onFollow={(event) => {
        event.preventDefault();
        go(event.detail.href.slice(1));
      }}
      items={[
        {
          type: "link",
          text: "Overview",
          href: "#/",
          info:
            waiting > 0 ? (
              <Badge color="severity-medium">
                <span aria-label={`${waiting} need you`}>{waiting}</span>
              </Badge>
            ) : undefined,
        },
        { type: "link", text: "Environments", href: "#/environments" },
        { type: "link", text: "Costs", href: "#/costs" },
        {
          type: "link",
          text: "Accounts",
          href: "#/accounts",
          info:
            signIns > 0 ? (
              <Badge color="severity-medium">
                <span aria-label={`${signIns} need a sign-in`}>{signIns}</span>
              </Badge>
            ) : undefined,
        },
        { type: "link", text: "Audit trail", href: "#/audit" },
        { type: "divider" },
        { type: "link", text: "Settings", href: "#/settings" },
      ]}
    />
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
