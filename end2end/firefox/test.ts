// The test function: one Firefox for each worker, tabs with cookies of their own, every one of them watched.

import { test as base, expect } from '@playwright/test';
import { DEMO_PASSWORD, person, type Demo, type Person } from '../fixtures/people.ts';
import { confirmEmail, post } from '../pages/identity.ts';
import { Firefox } from './browser.ts';
import { Tab } from './tab.ts';

interface Fixtures {
  /** What went wrong in any tab: errors in the console, uncaught errors, dialogs nobody asked for, answers of 5xx. */
  problems: string[];
  newTab: () => Promise<Tab>;
  /** A demo account that has signed in by the page, on the first page it is shown. */
  signedIn: (email: Demo | string, password?: string) => Promise<Tab>;
  /** Somebody with an account of their own and a confirmed email. No window has shown them anything yet. */
  consumer: Person;
}

export const test = base.extend<Fixtures, { scripts: boolean; firefox: Firefox }>({
  scripts: [true, { option: true, scope: 'worker' }],

  firefox: [
    async ({ scripts }, use) => {
      const firefox = await Firefox.start(scripts);
      await use(firefox);
      await firefox.stop();
    },
    { scope: 'worker' },
  ],

  problems: [
    async ({ firefox }, use) => {
      const problems: string[] = [];
      const stop = [
        firefox.on('log.entryAdded', ({ level, type, text }) => {
          if (level === 'error') problems.push(`${type}: ${text}`);
        }),
        firefox.on('browsingContext.userPromptOpened', ({ message }) => problems.push(`dialog: ${message}`)),
        firefox.on('network.responseCompleted', ({ response }) => {
          const { status, url } = response as { status: number; url: string };
          if (status >= 500) problems.push(`answer ${status} at ${url}`);
        }),
      ];
      await use(problems);
      stop.forEach((each) => each());
      expect(problems, 'errors in the console, uncaught errors, dialogs and answers of 5xx').toEqual([]);
    },
    { auto: true },
  ],

  newTab: async ({ firefox, scripts, baseURL }, use, info) => {
    const tabs: Tab[] = [];
    await use(async () => {
      const tab = await Tab.open(firefox, baseURL!, scripts);
      tabs.push(tab);
      return tab;
    });
    for (const [at, tab] of tabs.entries()) {
      if (info.status !== info.expectedStatus) await info.attach(`tab-${at}.png`, { body: await tab.picture(), contentType: 'image/png' });
      await tab.close();
    }
  },

  signedIn: async ({ newTab }, use) => {
    await use(async (email, password = DEMO_PASSWORD) => {
      const tab = await newTab();
      await tab.visit('/sign-in');
      await tab.type('Email', email);
      await tab.type('Password', password);
      await tab.button('Sign in');
      await tab.arrive(/^(?!Sign in$)./);
      return tab;
    });
  },

  consumer: async ({ playwright, baseURL }, use) => {
    const request = await playwright.request.newContext(baseURL ? { baseURL } : {});
    const who = person();
    await post({ request }, '/api/create-account', { ...who });
    await confirmEmail({ request }, who.email);
    await request.dispose();
    await use(who);
  },
});

export { expect };
