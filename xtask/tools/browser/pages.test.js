// The pages in a real browser. Run by `cargo xtask test`, which sets SELON (the program) and CHROMIUM.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import axe from "axe-core";
import { chromium } from "playwright-core";

import { serve } from "./server.js";

const VIEWS = [
  { colorScheme: "light", width: 1440 },
  { colorScheme: "dark", width: 1440 },
  { colorScheme: "light", width: 360 },
  { colorScheme: "dark", width: 360 },
];

let server;
let browser;

before(async () => {
  server = await serve(process.env.SELON, ["examples", "xtask/tools/browser/pages"]);
  // Containers run as root, where Chromium's own sandbox cannot be used.
  browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args: ["--no-sandbox"] });
});

after(async () => {
  await browser?.close();
  server?.stop();
});

// A page that fails the test where it asks another machine for something, where a script on it fails, or where the policy has to
// hold something back.
async function open(view = VIEWS[0], more = {}, missing = 0) {
  const context = await browser.newContext({
    viewport: { width: view.width, height: 900 },
    colorScheme: view.colorScheme,
    locale: "en",
    ...more,
  });
  const asked = [];
  const wrong = [];
  await context.route("**/*", (route) => {
    const address = route.request().url();
    asked.push(address);
    return address.startsWith(server.base) ? route.continue() : route.abort();
  });
  const page = await context.newPage();
  page.setDefaultTimeout(8000);
  page.on("pageerror", (error) => wrong.push(String(error)));
  page.on("console", (message) => message.type() === "error" && wrong.push(message.text()));
  page.on("dialog", (dialog) => {
    wrong.push(`dialog: ${dialog.message()}`);
    return dialog.dismiss();
  });
  const close = async () => {
    assert.deepEqual(asked.filter((address) => !address.startsWith(server.base)), []);
    // The browser tells of each page that the server has not.
    const told = wrong.filter((words) => /status of 40[04]/.test(words));
    assert.deepEqual(wrong.filter((words) => !told.includes(words)), []);
    assert.ok(told.length <= missing, told.join(" "));
    await context.close();
  };
  return { page, close };
}

async function go(page, path, status = 200) {
  const answer = await page.goto(server.base + path);
  assert.equal(answer.status(), status, path);
}

const path = (page) => new URL(page.url()).pathname;

// Nothing sticks out at the side.
async function fits(page) {
  await page.waitForLoadState("load");
  const [wide, window] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
  assert.ok(wide <= window, `${page.url()} is ${wide} wide in a window of ${window}`);
}

// axe-core finds nothing serious. It is given to the page by the debugger: the policy would not let the page load it.
async function accessible(page) {
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate(() => window.axe.run({ resultTypes: ["violations"] }));
  const grave = violations.filter((found) => ["serious", "critical"].includes(found.impact));
  const told = grave.map((found) => `${found.id}: ${found.nodes.slice(0, 3).map((node) => node.html).join(" ")}`);
  assert.deepEqual(told, [], page.url());
}

// The addresses of one page of each kind, with the words of each language in it: found by following the links of a story.
async function ways(page, story) {
  await go(page, "/");
  const stories = page.locator("main .story a.title", { hasText: story });
  await stories.first().click();
  const at = { story: path(page) };
  const claim = page.locator("main .claim", { hasText: /[2-9]\s(pages|outlets)/ }).first().locator("a.gist");
  await claim.click();
  at.claim = path(page);
  await page.locator(".wordings a.statement").first().click();
  at.dispatch = path(page);
  const compare = page.locator("a[href^='/compare/']").first();
  if (await compare.count()) at.compare = await compare.getAttribute("href");
  return at;
}

describe("from the stories to the very words", () => {
  for (const view of VIEWS) {
    test(`by mouse, ${view.colorScheme}, ${view.width} pixels`, async () => {
      const { page, close } = await open(view);
      await go(page, "/");
      await fits(page);
      await page.locator("main .story a.title").first().click();
      assert.match(path(page), /^\/story\//);
      await fits(page);
      await page.locator("main .claim", { hasText: /[3-9]\soutlets/ }).first().locator("a.gist").click();
      assert.match(path(page), /^\/claim\//);
      await fits(page);
      // Of several wordings one stands in a dispatch that shares passages with another.
      const words = page.locator(".wordings .row", { has: page.locator("a[href^='/compare/']") }).locator("a.statement").first();
      const said = await words.innerText();
      await words.click();
      assert.match(path(page), /^\/dispatch\//);
      await fits(page);
      const target = await page.evaluate(() => {
        const { top } = document.querySelector(":target").getBoundingClientRect();
        return { top, window: innerHeight, text: document.querySelector("article.text").innerText };
      });
      assert.ok(target.top > -40 && target.top < target.window, `the words are not in view: ${JSON.stringify(target.top)}`);
      assert.ok(target.text.replace(/\s+/g, " ").includes(said.replace(/\s+/g, " ").trim()), said);
      await page.locator("a[href^='/compare/']").first().click();
      assert.match(path(page), /^\/compare\//);
      await fits(page);
      await close();
    });
  }

  test("by keyboard", async () => {
    const { page, close } = await open();
    await go(page, "/");
    const press = async (...keys) => {
      for (const key of keys) await page.keyboard.press(key);
    };
    // What has the focus is seen to have it.
    const ring = () => page.evaluate(() => getComputedStyle(document.activeElement).outlineStyle);
    await press("Tab");
    assert.equal(await page.evaluate(() => document.activeElement.getAttribute("href")), "#main");
    assert.notEqual(await ring(), "none");
    await press("j", "j", "k", "o");
    await page.waitForURL("**/story/*");
    await press("j", "o");
    await page.waitForURL("**/claim/*");
    await press("/");
    assert.equal(await page.evaluate(() => document.activeElement.id), "q");
    await page.locator(".wordings a.statement").first().focus();
    assert.notEqual(await ring(), "none");
    await press("Enter");
    await page.waitForURL("**/dispatch/*");
    const reach = async (want) => {
      for (let i = 0; i < 200; i++) {
        await press("Tab");
        if ((await page.evaluate(() => document.activeElement.getAttribute("href")))?.startsWith(want)) return;
      }
      assert.fail(`Tab does not reach ${want}`);
    };
    await page.locator("main").focus();
    await reach("/compare/");
    await press("Enter");
    await page.waitForURL("**/compare/**");
    await close();
  });
});

describe("every page", () => {
  const kinds = ["/", "/voices", "/voices?kind=outlet", "/search?q=a*", "/decisions", "/add", "/progress"];
  // What is not there, and what makes no sense.
  const wrong = { "/nowhere": 404, "/claim/c999999": 404, "/search?from=yesterday": 400 };

  for (const [number, view] of VIEWS.entries()) {
    test(`can be read by everybody: axe-core, ${view.colorScheme}, ${view.width} pixels, both languages`, async () => {
      const { page, close } = await open(view, {}, Object.keys(wrong).length * 2);
      const french = await ways(page, /[éè]/);
      const arabic = await ways(page, /[\u0600-\u06ff]/);
      const voice = await page.locator("a.voice").first().getAttribute("href").catch(() => null);
      const own = [...Object.values(french), ...Object.values(arabic), french.claim.replace("claim", "cite"), voice ?? "/voice/v1"];
      // Each page in one language in each view, and in the other one in the next.
      for (const [at, address] of [...kinds, ...own, ...Object.keys(wrong)].entries()) {
        const language = (at + number) % 2 ? "fr" : "en";
        await go(page, `${address}${address.includes("?") ? "&" : "?"}lang=${language}`, wrong[address] ?? 200);
        await fits(page);
        await accessible(page);
      }
      await close();
    });
  }

  test("a citation is copied in one click, and the button says so", async () => {
    const { page, close } = await open(VIEWS[0], { permissions: ["clipboard-read", "clipboard-write"] });
    const at = await ways(page, /[éè]/);
    await go(page, at.claim);
    const button = page.locator("button[data-cite]");
    const before = await button.innerText();
    await button.click();
    await page.waitForFunction((before) => document.querySelector("button[data-cite]").innerText !== before, before);
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    assert.match(copied, /sha256:[0-9a-f]{64}/);
    await close();
  });

  test("a story's file opens without the server, asks for nothing and can be read by everybody", async () => {
    const { page, close } = await open();
    const at = await ways(page, /[éè]/);
    const file = await (await page.request.get(`${server.base}${at.story}/file`)).text();
    await close();
    const alone = await open(VIEWS[2]);
    await alone.page.setContent(file);
    assert.ok(await alone.page.locator("main svg.drawing").first().isVisible());
    await fits(alone.page);
    await accessible(alone.page);
    await alone.close();
  });

  test("reads without scripts", async () => {
    const plain = await open(VIEWS[2], { javaScriptEnabled: false });
    const at = await ways(plain.page, /[éè]/);
    for (const address of [...kinds, ...Object.values(at)]) {
      await go(plain.page, address);
      const words = await plain.page.locator("main").innerText();
      assert.ok(words.trim().length > 40, `${address}: ${words}`);
    }
    await go(plain.page, at.claim);
    const twin = plain.page.locator("details.twin summary").first();
    await twin.click();
    assert.ok(await plain.page.locator("details.twin table tbody tr").first().isVisible());
    await plain.close();
  });

  test("shows Arabic from right to left, each text in its own direction", async () => {
    const { page, close } = await open();
    const at = await ways(page, /[\u0600-\u06ff]/);
    await go(page, at.dispatch);
    const article = page.locator("article.text");
    assert.deepEqual([await article.getAttribute("lang"), await article.getAttribute("dir")], ["ar", "rtl"]);
    assert.equal(await page.locator("html").getAttribute("dir"), "ltr");
    await close();
  });

  test("keeps the labels of its pictures inside of them", async () => {
    const { page, close } = await open();
    const at = await ways(page, /[éè]/);
    for (const address of [at.story, at.claim, at.dispatch]) {
      await go(page, address);
      const out = await page.evaluate(() => {
        const wrong = [];
        for (const drawing of document.querySelectorAll("svg.drawing")) {
          const whole = drawing.getBoundingClientRect();
          for (const text of drawing.querySelectorAll("text")) {
            const box = text.getBoundingClientRect();
            if (box.left < whole.left - 1 || box.right > whole.right + 1) wrong.push(text.textContent);
          }
          for (const group of drawing.querySelectorAll("g.box")) {
            const face = group.querySelector(".face").getBoundingClientRect();
            for (const text of group.querySelectorAll("text")) {
              if (text.getBoundingClientRect().right > face.right) wrong.push(text.textContent);
            }
          }
        }
        return wrong;
      });
      assert.deepEqual(out, [], address);
    }
    await close();
  });
});

test("pages that were written to break out run nothing and ask nobody", async () => {
  const { page, close } = await open();
  const at = await ways(page, "<script>");
  for (const address of ["/", ...Object.values(at), "/voices", "/search?q=kelder", "/search?q=%22%3E%3Cscript%3Ewindow.ran%3D1%3C%2Fscript%3E"]) {
    await go(page, address);
    await page.mouse.move(200, 300);
    await page.waitForTimeout(30);
    const found = await page.evaluate(() => ({
      ran: window.ran,
      own: document.querySelectorAll("script:not([src^='/assets/']), iframe, base, meta[http-equiv], object, embed, [onload], [onerror], [onfocus], [style]").length,
      links: [...document.querySelectorAll("[href], [src], [action], [srcset]")]
        .flatMap((element) => ["href", "src", "action"].map((name) => element.getAttribute(name)))
        .filter((to) => to && !/^[/#?](?![/\\])|^[#?/]$/.test(to)),
    }));
    assert.deepEqual(found, { ran: undefined, own: 0, links: [] }, address);
  }
  await close();
});
