// Sends with the Node clients as they are: `node send.mjs URL KEY`.
import { Analytics } from "@segment/analytics-node";
import RudderAnalytics from "@rudderstack/rudder-sdk-node";
import { PostHog } from "posthog-node";

const [url, key] = process.argv.slice(2);
const failed = [];

const segment = new Analytics({ writeKey: key, host: url, flushAt: 7 });
segment.on("error", (error) => failed.push(error));
segment.identify({ userId: "segment-node", traits: { plan: "gold" } });
for (let n = 0; n < 20; n++) {
  segment.track({ userId: "segment-node", event: "Segment Node", properties: { n } });
}
await segment.closeAndFlush();

const rudder = new RudderAnalytics(key, { dataPlaneUrl: url, flushAt: 5 });
for (let n = 0; n < 12; n++) {
  rudder.track({ userId: "rudder", event: "RudderStack Node", properties: { n } });
}
await new Promise((done) => rudder.flush((error) => { if (error) failed.push(error); done(); }));

const hog = new PostHog(key, { host: url, flushAt: 3 });
for (let n = 0; n < 8; n++) {
  hog.capture({ distinctId: "posthog-node", event: "PostHog Node", properties: { n } });
}
hog.identify({ distinctId: "posthog-node", properties: { plan: "gold" } });
await hog.shutdown();

if (failed.length) {
  console.error(failed);
  process.exit(1);
}
process.exit(0);
