// What only a running page does, in Firefox.

import { demo } from '../fixtures/people.ts';
import { expect, test } from './test.ts';

test('the dialog holds the focus, Escape closes it, and the focus goes back', async ({ newTab }) => {
  const tab = await newTab();
  await tab.visit('/parts');
  const inside = (): Promise<boolean> => tab.ask(() => document.activeElement?.closest('dialog')?.matches(':modal') ?? false);
  await tab.button('Open the dialog');
  await tab.until('focus in the dialog', inside);
  for (let press = 0; press < 6; press++) {
    await tab.strike('Tab');
    // The window's own controls come between the last and the first.
    expect(await tab.ask(() => document.activeElement === document.body || document.activeElement?.closest('dialog') !== null)).toBe(true);
  }
  await tab.strike('Escape');
  await tab.until('closed dialog', () => tab.ask(() => document.querySelector('dialog[open]') === null));
  expect(await tab.ask(() => document.activeElement?.textContent?.trim())).toBe('Open the dialog');
});

test('going on inside the app loads no page, puts the focus on the new heading, and Back brings the list back', async ({ signedIn }) => {
  const tab = await signedIn(demo.navigator);
  await tab.visit('/clients?list=in-progress');
  await tab.ask(() => void document.documentElement.setAttribute('data-same', ''));
  const same = (): Promise<boolean> => tab.ask(() => document.documentElement.hasAttribute('data-same'));
  const [name] = await tab.names();
  await tab.link(name!);
  await tab.arrive(name!);
  expect(await same()).toBe(true);
  await tab.until('focus on the heading', () => tab.ask(() => document.activeElement?.localName === 'h1'));
  await tab.back();
  await tab.arrive('Your clients');
  expect(await same()).toBe(true);
  expect(await tab.path()).toBe('/clients?list=in-progress');
});

test('the reference number is copied', async ({ signedIn }) => {
  const tab = await signedIn(demo.navigator);
  await tab.button('Copy Your reference number');
  await tab.until('word “Copied”', async () => (await tab.textOf('header')).includes('Copied'));
});

test('a session that ended in one tab is over in the other', async ({ signedIn }) => {
  const tab = await signedIn(demo.consumer);
  const other = await tab.beside();
  await other.visit('/account');
  await tab.button('Sign out');
  await tab.arrive('Sign in');
  await other.link('Manage Assister');
  await other.arrive('Sign in');
});
