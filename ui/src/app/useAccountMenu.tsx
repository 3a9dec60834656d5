import type { ButtonDropdownProps } from "@cloudscape-design/components/button-dropdown";
import type { TopNavigationProps } from "@cloudscape-design/components/top-navigation";
import { PRACTICE, useCurrentAccount } from "../ipc/current-account";
import { go } from "../components/go";
import { useNow } from "../components/figures";
import { useSignIn } from "../ipc/sign-in";
import { numberWords } from "../features/accounts/words";
import { sessionWords, type SessionWords } from "../ipc/session";
import type { AccountRow, Colour } from "../ipc/client";
import { useAccounts, useInfo } from "../ipc/queries";

const HUES: Record<Colour, string> = {
  blue: "#2f7bd9",
  green: "#2b9348",
  orange: "#e07b00",
  red: "#d13212",
  violet: "#8c5fd3",
};

/** The account that plans are made against, its session's clock, and every other one. */
export function useAccountMenu(): TopNavigationProps.MenuDropdownUtility {
  const signIn = useSignIn();
  const info = useInfo();
  const accounts = useAccounts();
  const now = useNow(10_000);
  const [current, choose] = useCurrentAccount();
  const rows = accounts.data ?? [];
  const row = rows.find((one) => one.account.name === current);
  const session = row && sessionWords(row, now);
  const unsaved = info.data?.storage === "memory";
  const follow = ({ detail }: { detail: { id: string } }) => {
    const { id } = detail;
    if (id.startsWith("use:")) choose(id.slice(4));
    else if (id === "sign-in") void signIn.account(current);
    else go(id);
  };
  const items: ButtonDropdownProps.ItemOrGroup[] = [
    ...(session && needsHand(session) ? [{ id: "sign-in", text: `${session.signIn ? "Sign in to" : "Renew"} ${current}` }] : []),
    {
      id: "accounts",
      text: "Plan against",
      items: [practice(current === PRACTICE), ...rows.map((one) => item(one, one.account.name === current, now))],
    },
    { id: "/accounts/add", text: "Add an AWS account" },
    { id: "/accounts", text: "All accounts" },
    { id: "/settings", text: "Speed and failures of practice" },
  ];
  const common = { type: "menu-dropdown", disableTextCollapse: true, items, onItemClick: follow } as const;
  if (!row || !session) {
    return {
      ...common,
      text: unsaved ? "Practice, not saved" : PRACTICE,
      iconName: "user-profile",
      title: "Practice account",
      ariaLabel: unsaved ? "Account: Practice, not saved" : "Account: Practice",
      description: `000000000000. A simulated cloud: nothing here reaches AWS, nothing costs money.${unsaved ? " What you do is forgotten when you quit." : ""}`,
    };
  }
  const number = row.account.identity ? numberWords(row.account.identity.accountId) : "number not asked yet";
  const shown = `${current} · ${row.account.region} · ${session.text}`;
  return {
    ...common,
    text: shown,
    iconSvg: <Dot colour={row.account.colour} warns={needsHand(session)} />,
    title: current,
    // What is read aloud holds what is seen: people who speak to the computer say that.
    ariaLabel: `Account: ${shown}. ${number}`,
    description: `${number}, ${row.account.region}. Launches here make real resources.`,
  };
}

const needsHand = (session: SessionWords) => session.signIn || session.tone === "warning";

const practice = (used: boolean): ButtonDropdownProps.Item => ({
  id: `use:${PRACTICE}`,
  text: PRACTICE,
  secondaryText: "000000000000, any region",
  ...(used && { labelTag: "in use", iconName: "check" }),
});

function item({ account, session }: AccountRow, used: boolean, now: number): ButtonDropdownProps.Item {
  const number = account.identity ? numberWords(account.identity.accountId) : "not asked yet";
  return {
    id: `use:${account.name}`,
    text: account.name,
    secondaryText: `${number}, ${account.region}. ${sessionWords({ account, session }, now).text}`,
    iconSvg: <Dot colour={account.colour} warns={false} />,
    ...(used && { labelTag: "in use" }),
  };
}

/** The colour that the admin chose; a ring where the session wants her hand. */
function Dot({ colour, warns }: { colour: Colour; warns: boolean }) {
  return (
    <svg viewBox="0 0 16 16" aria-hidden focusable="false">
      <circle cx="8" cy="8" r="5" fill={HUES[colour]} stroke="none" />
      {warns && <circle cx="8" cy="8" r="7" fill="none" stroke="currentColor" strokeWidth="1.5" strokeDasharray="3 2" />}
    </svg>
  );
}
