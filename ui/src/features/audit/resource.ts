const UUID = /\/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** The part of an ARN that people know, without the ID that CloudFormation puts behind a name:
 * `stack/array-crew-staging`, `assumed-role/Operate/ada`. Other texts are as they are. */
export const resourceOf = (text: string): string =>
  (text.startsWith("arn:") && text.split(":").slice(5).join(":").replace(UUID, "")) || text;
