// Signing in: where it leads, what a refusal says and keeps.

import { say } from '../fixtures/catalog.ts';
import { demo, DEMO_PASSWORD, letters } from '../fixtures/people.ts';
import { expect, test } from '../fixtures/test.ts';
import { header } from '../pages/header.ts';
import { SignIn } from '../pages/identity.ts';
import { arrive, path, problems, visit } from '../pages/page.ts';

const HOMES = [
  { email: demo.consumer, address: '/account', heading: 'Your account', role: 'Consumer' },
  { email: demo.navigator, address: '/clients', heading: 'Your clients', role: 'Navigator' },
  { email: demo.cac, address: '/clients', heading: 'Your clients', role: 'CAC' },
  { email: demo.broker, address: '/clients', heading: 'Your clients', role: 'Broker' },
  { email: demo.contact, address: '/agency', heading: 'Your organization', role: 'Agency contact' },
  { email: demo.arc, address: '/resource-center', heading: say('home.arc_heading'), role: 'Assister Resource Center' },
  { email: demo.bsl, address: '/resource-center', heading: say('home.bsl_heading'), role: 'Broker Service Line' },
  { email: demo.manager, address: '/resource-center', heading: say('home.manager_heading'), role: 'Resource manager' },
];

for (const home of HOMES) {
  test(`${home.email} signs in and lands at home`, { tag: '@main' }, async ({ page }) => {
    const form = new SignIn(page);
    await form.open();
    await form.submit(home.email, DEMO_PASSWORD);
    await arrive(page, home.heading);
    expect(path(page)).toBe(home.address);
    await expect(header(page)).toContainText(home.role);
  });
}

test('a home of another role is not found', async ({ actors }) => {
  const other: Record<string, string[]> = {
    [demo.consumer]: ['/clients', '/agency', '/resource-center'],
    [demo.navigator2]: ['/account', '/account/assister', '/account/assister/add', '/agency', '/resource-center'],
    [demo.contact]: ['/account', '/clients', '/resource-center'],
    [demo.arc]: ['/account', '/clients', '/agency'],
  };
  for (const [email, addresses] of Object.entries(other)) {
    const page = await actors.demo(email as (typeof demo)[keyof typeof demo]);
    for (const address of addresses) {
      const response = await visit(page, address);
      expect(response.status(), `${email} at ${address}`).toBe(404);
      await arrive(page, 'Page not found');
    }
  }
});

test('the sign-in page lists the demo accounts', async ({ page }) => {
  await new SignIn(page).open();
  await expect(page.getByRole('heading', { name: say('sign_in.demo_heading') })).toBeVisible();
  for (const email of Object.values(demo)) {
    await expect(page.getByRole('row').filter({ hasText: email })).toHaveCount(1);
  }
  await expect(page.locator('main')).toContainText(DEMO_PASSWORD);
  await expect(page.locator('main')).toContainText(say('sign_in.note'));
});

test('after signing in a person goes where they wanted to go', { tag: '@main' }, async ({ page }) => {
  await visit(page, '/account/assister/add');
  await new SignIn(page).submit(demo.consumer, DEMO_PASSWORD);
  await arrive(page, 'Select the Assister Helping You');
  expect(path(page)).toBe('/account/assister/add');
});

test('what was asked for survives a wrong password', async ({ page }) => {
  await visit(page, '/clients?list=in-progress&sort=-name');
  const form = new SignIn(page);
  await form.submit(demo.navigator, 'not this password at all');
  await expect(problems(page)).toContainText(say('sign_in.wrong'));
  await form.submit(demo.navigator, DEMO_PASSWORD);
  await arrive(page, 'Your clients');
  const url = new URL(page.url());
  expect(url.searchParams.get('list')).toBe('in-progress');
  expect(url.searchParams.get('sort')).toBe('-name');
});

for (const next of [
  '//evil.test/',
  'https://evil.test/',
  '/\\evil.test',
  '/%2F/evil.test',
  'javascript:alert(1)',
  '/\t/evil.test',
  '@evil.test',
]) {
  test(`sign-in never leads away from the service: ${JSON.stringify(next)}`, async ({ page, baseURL }) => {
    await visit(page, `/sign-in?next=${encodeURIComponent(next)}`);
    await new SignIn(page).submit(demo.consumer, DEMO_PASSWORD);
    await expect(header(page).getByRole('button', { name: 'Sign out' })).toBeVisible();
    expect(new URL(page.url()).origin).toBe(new URL(baseURL!).origin);
  });
}

test('a wrong password says so, keeps the email and not the password', async ({ page }) => {
  const form = new SignIn(page);
  await form.open();
  await form.submit(demo.consumer, 'not this password at all');
  await expect(problems(page)).toContainText(say('sign_in.wrong'));
  await expect(form.email).toHaveValue(demo.consumer);
  await expect(form.password).toHaveValue('');
  expect(page.url()).not.toContain('consumer');
  await form.submit(demo.consumer, DEMO_PASSWORD);
  await arrive(page, 'Your account');
});

test('an unknown email, a wrong password and a suspended account get the same answer', async ({ page }) => {
  const form = new SignIn(page);
  const answers: string[] = [];
  for (const [email, password] of [
    [`t-${letters()}@example.test`, DEMO_PASSWORD],
    [demo.consumer, 'not this password at all'],
    [demo.suspended, DEMO_PASSWORD],
  ] as const) {
    await form.open();
    await form.submit(email, password);
    await expect(problems(page)).toContainText(say('sign_in.wrong'));
    answers.push(await page.locator('main').innerText());
    await expect(header(page).getByRole('button', { name: 'Sign out' })).toHaveCount(0);
  }
  expect(new Set(answers).size).toBe(1);
});

test('an email is the same in any case and with spaces around it', async ({ page }) => {
  const form = new SignIn(page);
  await form.open();
  await form.submit(` ${demo.consumer.toUpperCase()} `, DEMO_PASSWORD);
  await arrive(page, 'Your account');
});

test('an empty form says what is missing', async ({ page }) => {
  const form = new SignIn(page);
  await form.open();
  await form.button.click();
  await expect(problems(page)).toContainText(say('sign_in.email_missing'));
  await expect(problems(page)).toContainText(say('sign_in.password_missing'));
});
