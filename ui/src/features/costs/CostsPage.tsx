import "./costs.css";
import HelpPanel from "@cloudscape-design/components/help-panel";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useHelp } from "../../components/help-context";
import { Loading } from "../../components/Loading";
import { useImports } from "../../ipc/queries";
import { DataTab } from "./DataTab";
import { FirstUse } from "./FirstUse";

/** What did we pay, why did it change, what will it be? */
export default function CostsPage() {
  const imports = useImports();
  useHelp(<Help />, "costs");
  if (imports.isPending) return <Loading title="Costs" />;
  return (
    <SpaceBetween size="l">
      <Header variant="h1" description="From exports on this computer. Nothing here asks AWS.">
        Costs
      </Header>
      {imports.data?.length === 0 ? <FirstUse /> : <DataTab />}
    </SpaceBetween>
  );
}

function Help() {
  return (
    <HelpPanel header={<h2>Costs</h2>}>
      <h3>Which cost</h3>
      <ul>
        <li>
          <b>Effective</b>: what was paid in advance is spread over what it covers. Use it to compare months and teams.
        </li>
        <li>
          <b>Billed</b>: what the invoice charges. Use it to check the invoice.
        </li>
        <li>
          <b>List</b>: what it would be without discounts and commitments.
        </li>
        <li>
          <b>Contracted</b>: at negotiated prices, before commitments.
        </li>
      </ul>
      <p>The four are never added to each other, and neither are currencies.</p>
      <h3>Without the window</h3>
      <p>
        <code>arrayctl costs import PATH</code>, <code>arrayctl costs report --by service</code>
      </p>
    </HelpPanel>
  );
}
