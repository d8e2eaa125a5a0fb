// One server and one fresh demo database. A test's tag says how it runs:
//   @journey   twice: hydrated, and with JavaScript off: one whole journey for each role
//   @form      with JavaScript off only: each form and upload that no journey sends
//   @postgres  on Postgres too: one journey, since what the browser does with a page does not depend on the database
//   (none)     hydrated only
// In Firefox (`firefox/`) the main journeys run the same two ways, in projects of their own.
//
// The caller (`cargo xtask test`) starts the server and says in the environment
//   BASE_URL       where it listens (default http://127.0.0.1:3100)
//   DATABASE_KIND  sqlite (default: every test) or postgres (those tagged @postgres, hydrated)
//   CHROMIUM       the browser (default /usr/bin/chromium)
//   FIREFOX        the other browser: its program. Only the tests in it run
//   MAIL_SINK      where the mail that the server sends can be read (fixtures/sink.mjs; default: it is read from /demo/mail)
//   PORTAL_BINARY  the server's program and
//   SITE_ROOT      its site, for tests that start one of their own (default: the release build)
//   ALL_FORMS      on: fails unless every form of the portal was sent by a browser without JavaScript (fixtures/forms.ts), and unless the
//                  HTML of every page that was looked at is valid (fixtures/markup.ts)
//   JAVA           what the HTML checker runs on (default java)
//   SCREENSHOTS    a folder: adds the project `screenshots`, which fills it and is in no other run
// The server must run with DEMO=on, on a fresh database.

import { defineConfig, devices, type Project } from '@playwright/test';

const postgres = process.env.DATABASE_KIND === 'postgres';

const chromium: Project[] = [{ name: 'hydrated', testDir: './tests', ...(postgres ? { grep: /@postgres/ } : { grepInvert: /@form/ }) }];
if (!postgres) chromium.push({ name: 'nojs', testDir: './tests', grep: /@form|@journey/, use: { javaScriptEnabled: false } });

if (process.env.SCREENSHOTS) {
  chromium.push({ name: 'screenshots', testDir: './screenshots', testMatch: '*.ts' });
}

const firefox: Project<object, { scripts: boolean }>[] = [
  { name: 'firefox', testDir: './firefox' },
  { name: 'firefox-nojs', testDir: './firefox', grep: /@journey/, use: { scripts: false } },
];

export default defineConfig<object, { scripts: boolean }>({
  timeout: 120_000,
  expect: { timeout: 20_000 },
  workers: 2,
  fullyParallel: true,
  retries: 0,
  forbidOnly: true,
  ...(process.env.ALL_FORMS === 'on' ? { globalTeardown: ['./fixtures/forms.ts', './fixtures/markup.ts'] } : {}),
  reporter: process.env.PLAYWRIGHT_JSON_OUTPUT_NAME ? [['line'], ['json']] : [['line']],
  outputDir: './test-results',
  use: {
    ...devices['Desktop Chrome'],
    baseURL: process.env.BASE_URL ?? 'http://127.0.0.1:3100',
    viewport: { width: 1280, height: 900 },
    locale: 'en-US',
    contextOptions: { reducedMotion: 'reduce' },
    screenshot: 'only-on-failure',
    trace: 'off',
    launchOptions: {
      executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
  projects: process.env.FIREFOX ? firefox : chromium,
});
