// The pictures in docs/, taken of the examples. Run by `cargo xtask pictures`, which sets SELON and CHROMIUM.

import { mkdirSync } from "node:fs";

import { chromium } from "playwright-core";

import { serve } from "./server.js";

const server = await serve(process.env.SELON, ["examples"]);
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args: ["--no-sandbox"] });
mkdirSync("docs", { recursive: true });

async function take(name, view, way) {
  const context = await browser.newContext({ viewport: { width: view.width, height: view.height }, colorScheme: view.scheme });
  const page = await context.newPage();
  await page.goto(server.base);
  await way(page);
  await page.evaluate(() => document.fonts.ready);
  await page.screenshot({ path: `docs/${name}.png` });
  await context.close();
}

const story = (page) => page.locator("main .story a.title", { hasText: "Valfroide" }).first().click();
const claim = async (page) => {
  await story(page);
  await page.locator("main .claim", { hasText: "Quatre personnes" }).first().locator("a.gist").click();
};
const dispatch = async (page) => {
  await claim(page);
  await page.locator(".wordings .row", { has: page.locator("a[href^='/compare/']") }).locator("a.statement").first().click();
  await page.evaluate(() => scrollTo(0, 0));
};
const compare = async (page) => {
  await dispatch(page);
  await page.locator("a[href^='/compare/']").first().click();
};

const desk = { width: 1100, height: 720, scheme: "light" };
await take("stories", { ...desk, height: 420 }, async () => {});
await take("story", desk, story);
await take("claim", desk, claim);
await take("claim-dark", { ...desk, scheme: "dark" }, claim);
await take("dispatch", desk, dispatch);
await take("compare", desk, compare);
await take("claim-phone", { width: 360, height: 720, scheme: "light" }, claim);

await browser.close();
server.stop();
