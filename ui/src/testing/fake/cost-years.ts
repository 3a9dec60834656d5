// Three years of a larger platform, for measuring: 17 services, 200 usage types by environment, 7,200 resources. Answers
// come as texts and after a time, as over the real wire; each is made once, so that only the page is measured.
import type { commands as Commands, CostQuestion_Serialize as Question, KeptMonth_Serialize as KeptMonth, Span_Deserialize as Span } from "../../ipc/bindings";
import { comparisonOf, driversOf, kept, nothingBefore, overviewOf, trendOf } from "./cost-answers";
import { dailyFacts, reportOf, whole, type Fact, type Line } from "./cost-ledger";

const MONTHS = Array.from({ length: 36 }, (_, index) => new Date(Date.UTC(2023, 11 + index, 1)).toISOString().slice(0, 7));
export const YEARS: KeptMonth[] = MONTHS.map((period) => kept(period, false));

const SERVICES = ["Amazon Elastic Compute Cloud", "Amazon Elastic Kubernetes Service", "Amazon OpenSearch Service", "Elastic Load Balancing", "AWS CodeBuild", "AmazonCloudWatch", "Amazon Elastic Container Registry", "Amazon Simple Storage Service", "AWS Secrets Manager", "AWS Key Management Service", "Amazon Route 53", "AWS CodePipeline", "Amazon Simple Notification Service", "AWS Lambda", "AWS CloudTrail", "Amazon Relational Database Service", "AWS Support (Business)"];
const ENVIRONMENTS = ["production", "staging", "rehearsal", "festival", ""];
const USAGE = 40;
const RESOURCES = 7_200;

const valuesOf = (service: number, environment: string, usage: number, resource: string) => ({
  environment, component: ["cluster", "network", "search", "delivery"][usage % 4] ?? "", service: SERVICES[service] ?? "", usageType: `USE1-Meter-${String(usage).padStart(2, "0")}:unit.${usage % 7}xlarge`, team: ["Crew platform", "Discovery"][usage % 2] ?? "",
  region: "us-east-1", account: environment === "production" ? "210000000001" : "210000000002", billingAccount: "100000000001", chargeCategory: "Usage", pricingCategory: "Standard", chargeClass: "", chargeFrequency: "Usage-Based", commitment: "", commitmentStatus: "", resource,
});

/** The first usage types come daily, so that every day of every service is there, and all others once a month. */
const LINES: Line[] = ENVIRONMENTS.flatMap((environment, place) =>
  Array.from({ length: USAGE }, (_, usage): Line => {
    const daily = place === 0 && usage < SERVICES.length;
    return { values: valuesOf(usage % SERVICES.length, environment, usage, ""), daily: 1_413_577 * (1 + (usage * 7 + place * 3) % 23) * (daily ? 1 : 30), quantity: 24, ...(!daily && { on: 1 + (usage % 20) }) };
  }),
);

/** Each resource lives for ten months. */
function resourceFacts(): Fact[] {
  return Array.from({ length: RESOURCES }, (_, at) => {
    const values = valuesOf(at % SERVICES.length, ENVIRONMENTS[at % 5] ?? "", at % USAGE, `arn:aws:ec2:us-east-1:210000000002:instance/i-${(0x9e3779b1 * (at + 1)).toString(16).slice(0, 12).padStart(17, "0")}`);
    const first = at % (MONTHS.length - 9);
    return MONTHS.slice(first, first + 10).map((month, age): Fact => ({ values: { ...values, month, day: `${month}-01` }, micros: 311_771 * (1 + (at * 31 + age) % 997), quantity: 720, currency: "USD" }));
  }).flat();
}

type Names = "costsReport" | "costsCompare" | "costsOverview" | "costsDrivers" | "costsTrend";

export function yearsCommands(delay: number): Pick<typeof Commands, Names> {
  let ledger: Fact[] | undefined;
  let resources: Fact[] | undefined;
  const facts = (by: readonly string[]) => (by.includes("resource") ? (resources ??= resourceFacts()) : (ledger ??= dailyFacts(LINES, MONTHS)));
  const made = new Map<string, string>();
  const answer = async <T extends { words: string }>(name: string, asked: Parameters<typeof whole>[0], rest: unknown[], late: number, work: (question: Question) => T) => {
    const question = whole(asked);
    // A condition that excludes what is not there makes a question new, and leaves its answer as it is.
    const marks = question.filter.filter((one) => one.not);
    const bare = { ...question, filter: question.filter.filter((one) => !one.not) };
    const key = JSON.stringify([name, bare, ...rest]);
    const text = made.get(key) ?? JSON.stringify(work(bare));
    made.set(key, text);
    await new Promise((done) => setTimeout(done, late));
    const data = JSON.parse(text) as T;
    const words = [data.words, ...marks.map((one) => `where ${one.field} is not ${one.is.join(" or ")}`)].join(", ");
    return { status: "ok" as const, data: { ...data, words, ...("question" in data && { question }) } };
  };
  const refused = (before: Span | null) => {
    const error = nothingBefore(before, YEARS);
    return error && Promise.resolve({ status: "error" as const, error });
  };
  const plain = (span: Span | null) => span && { ...span, days: span.days ?? null };
  return {
    costsReport: (asked) => answer("report", asked, [], delay, (question) => reportOf(facts(question.by), question, YEARS)),
    costsCompare: (asked, before, after) => refused(before) ?? answer("compare", asked, [before, after], 2 * delay, (question) => comparisonOf(facts(question.by), question, [plain(before), plain(after)], YEARS)),
    costsOverview: (asked) => answer("overview", asked, [], delay, (question) => overviewOf(facts([]), question, YEARS, true)),
    costsDrivers: (asked, before, after) => refused(before) ?? answer("drivers", asked, [before, after], delay, (question) => driversOf(facts([]), question, [plain(before), plain(after)], YEARS)),
    costsTrend: (asked) => answer("trend", asked, [], delay, (question) => trendOf(facts([]), question, YEARS)),
  };
}
