import Button from "@cloudscape-design/components/button";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { lazy } from "react";
import { Route, Routes } from "react-router";
import { OverviewPage } from "../features/overview/OverviewPage";

const EnvironmentsPage = lazy(() => import("../features/environments/EnvironmentsPage"));
const WizardPage = lazy(() => import("../features/environments/WizardPage"));
const PlanPage = lazy(() => import("../features/plan/PlanPage"));
const LaunchPage = lazy(() => import("../features/launches/LaunchPage"));
const EnvironmentPage = lazy(() => import("../features/environment/EnvironmentPage"));
const AccountsPage = lazy(() => import("../features/accounts/AccountsPage"));
const AddPage = lazy(() => import("../features/accounts/AddPage"));
const AuditPage = lazy(() => import("../features/audit/AuditPage"));
const CostsPage = lazy(() => import("../features/costs/CostsPage"));
const SettingsPage = lazy(() => import("../features/settings/SettingsPage"));

/** Every page by its address. */
export function Pages() {
  return (
    <Routes>
      <Route path="/" element={<OverviewPage />} />
      <Route path="/environments" element={<EnvironmentsPage />} />
      <Route path="/environments/new/:draft" element={<WizardPage />} />
      <Route path="/environments/:name" element={<EnvironmentPage />} />
      <Route path="/plan/:draft" element={<PlanPage />} />
      <Route path="/launches/:id" element={<LaunchPage />} />
      <Route path="/costs" element={<CostsPage />} />
      <Route path="/accounts" element={<AccountsPage />} />
      <Route path="/accounts/add" element={<AddPage />} />
      <Route path="/audit" element={<AuditPage />} />
      <Route path="/settings" element={<SettingsPage />} />
      <Route path="*" element={<Nowhere />} />
    </Routes>
  );
}

function Nowhere() {
  return (
    <SpaceBetween size="m">
      <Header variant="h1">There is no such page</Header>
      <Button href="#/">Go to the overview</Button>
    </SpaceBetween>
  );
}
