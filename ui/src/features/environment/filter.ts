// What resources are filtered by, and how that stands in the page's address.
import type { PropertyFilterProperty, PropertyFilterQuery } from "@cloudscape-design/collection-hooks";

const property = (key: string, label: string, group: string): PropertyFilterProperty => ({
  key,
  propertyLabel: label,
  groupValuesLabel: group,
  operators: ["=", "!=", ":", "!:"],
});

export const PROPERTIES: PropertyFilterProperty[] = [
  property("stack", "Stack", "Stacks"),
  property("status", "Status", "Statuses"),
  property("type", "Type", "Types"),
  property("logicalId", "Logical ID", "Logical IDs"),
  property("physicalId", "Physical ID", "Physical IDs"),
];

const NOTHING: PropertyFilterQuery = { tokens: [], operation: "and" };

/** Nothing where the address holds something that this window did not write. */
export function readQuery(text: string | null): PropertyFilterQuery {
  if (!text) return NOTHING;
  try {
    const read = JSON.parse(text) as PropertyFilterQuery;
    const known = PROPERTIES.map((one) => one.key);
    const fits =
      Array.isArray(read.tokens) &&
      read.tokens.every(
        (token) =>
          typeof token.value === "string" &&
          typeof token.operator === "string" &&
          (token.propertyKey === undefined || known.includes(token.propertyKey)),
      );
    return fits ? { tokens: read.tokens, operation: read.operation === "or" ? "or" : "and" } : NOTHING;
  } catch {
    return NOTHING;
  }
}

export const writeQuery = (query: PropertyFilterQuery): string | null =>
  query.tokens.length === 0 ? null : JSON.stringify({ tokens: query.tokens, operation: query.operation });
