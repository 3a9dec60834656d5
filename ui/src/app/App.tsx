import { QueryClientProvider } from "@tanstack/react-query";
import { I18nProvider } from "@cloudscape-design/components/i18n";
import messages from "@cloudscape-design/components/i18n/messages/all.en";
import { HashRouter } from "react-router";
import { FlashProvider } from "./flash";
import { Frame } from "./Frame";
import { createClient } from "./query-client";

const client = createClient();

/** Providers around the frame. The hash keeps every page's address over a reload. */
export function App() {
  return (
    <I18nProvider locale="en" messages={[messages]}>
      <QueryClientProvider client={client}>
        <FlashProvider>
          <HashRouter>
            <Frame />
          </HashRouter>
        </FlashProvider>
      </QueryClientProvider>
    </I18nProvider>
  );
}
