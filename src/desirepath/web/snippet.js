/* Desirepath: sends what visitors do on a web page to a workspace.
 *
 *   <script async src="https://HOST/d.js" data-key="dpk_…"></script>
 *
 *   desirepath.track("Cart", {value: 9.9})     something happened
 *   desirepath.page("Checkout")                a page was seen (the first one is sent by itself)
 *   desirepath.identify("u7", {plan: "gold"})  who it is
 *   desirepath.consent(true)                   know this visitor again next time; false: forget
 *
 * No cookies. Without consent nothing is stored on the device: a visitor is one page view. Calls
 * made before this file arrived may be pushed onto a list: desirepath = [["track", "Cart"]].
 */
(function () {
  "use strict";
  var script = document.currentScript;
  if (!script || !script.dataset.key) return;
  var host = new URL(script.src).origin;
  var NAME = "desirepath visitor";
  var MOST = 1000, BATCH = 50, WAIT = 1000, LONGEST = 60000;
  var early = window.desirepath;
  var queue = [], user = null, visitor = random(), wait = WAIT, timer = null, sending = false;

  function random() {
    var bytes = crypto.getRandomValues(new Uint8Array(16));
    return Array.prototype.map.call(bytes, function (byte) {
      return ("0" + byte.toString(16)).slice(-2);
    }).join("");
  }

  function stored(change) {
    try {
      if (change === undefined) return localStorage.getItem(NAME);
      if (change) localStorage.setItem(NAME, change);
      else localStorage.removeItem(NAME);
    } catch (_) { /* storage is switched off: as without consent */ }
    return null;
  }

  function call(type, more) {
    var event = {
      type: type, messageId: random(), timestamp: new Date().toISOString(), anonymousId: visitor,
      context: { page: { path: location.pathname, url: location.origin + location.pathname } }
    };
    if (user !== null) event.userId = user;
    for (var key in more) event[key] = more[key];
    queue.push(event);
    if (queue.length > MOST) queue.shift();
    later(wait === WAIT ? 200 : wait);
  }

  function later(milliseconds) {
    if (timer === null) timer = setTimeout(function () { timer = null; send(); }, milliseconds);
  }

  function body(events) {
    return JSON.stringify({
      writeKey: script.dataset.key, batch: events, sentAt: new Date().toISOString()
    });
  }

  function send() {
    if (sending || !queue.length) return;
    var events = queue.splice(0, BATCH);
    sending = true;
    // a text needs no question to the server first (preflight), and the server reads the bytes
    fetch(host + "/v1/batch", {
      method: "POST", body: body(events), credentials: "omit", keepalive: true
    }).then(function (answer) {
      return answer.ok || (answer.status !== 429 && answer.status < 500);
    }, function () { return false; }).then(function (done) {
      sending = false;
      wait = done ? WAIT : Math.min(LONGEST, wait * 2);
      if (!done) queue = events.concat(queue).slice(0, MOST);
      if (queue.length) later(done ? 0 : wait);
    });
  }

  var api = {
    track: function (name, properties) {
      call("track", { event: String(name), properties: properties || {} });
    },
    page: function (name, properties) {
      call("page", { name: name ? String(name) : document.title, properties: properties || {} });
    },
    identify: function (id, traits) {
      user = String(id);
      call("identify", { traits: traits || {} });
    },
    consent: function (given) {
      if (given) {
        visitor = stored() || visitor;
        stored(visitor);
      } else {
        stored(null);
        visitor = random();
      }
    }
  };
  window.desirepath = api;
  visitor = stored() || visitor;
  if (script.dataset.page !== "off") api.page();
  if (Array.isArray(early)) early.forEach(function (one) {
    if (api[one[0]]) api[one[0]].apply(api, one.slice(1));
  });
  window.addEventListener("pagehide", function () {
    if (queue.length) navigator.sendBeacon(host + "/v1/batch", body(queue.splice(0)));
  });
})();
