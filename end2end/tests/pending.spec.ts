// A determination that is not there yet: the engine of the exchange fails, and the portal asks it again by itself.

import { Engine } from '../fixtures/engine.ts';
import { say, sayLike } from '../fixtures/catalog.ts';
import { demo } from '../fixtures/people.ts';
import { Portal } from '../fixtures/portal.ts';
import { expect, test } from '../fixtures/test.ts';
import { Application } from '../pages/application.ts';
import { Wizard } from '../pages/assister.ts';
import { Clients } from '../pages/clients.ts';
import { fact, visit } from '../pages/page.ts';

test('while the engine fails the page says so, and once it is well it shows the result', async ({ actorsAt }) => {
  test.slow();
  const engine = await Engine.start();
  const portal = await Portal.with(engine.variables);
  try {
    const actors = actorsAt(portal);
    const { page, who } = await actors.consumer();
    const own = new Application(page);
    await own.answerAll({ name: who.name, income: '39000' });
    await own.toSign();
    await own.field('Your full name').fill(who.name);
    await own.submit.click();
    await own.determined();
    await expect(page.getByText('Determination pending', { exact: true })).toBeVisible();
    await expect(page.locator('main')).toContainText(say('determination.pending'));
    const results = page.getByRole('heading', { name: 'Results', exact: true });
    await expect(results).toHaveCount(0);
    await expect(page.getByRole('link', { name: 'Shop for plans' })).toHaveCount(0);
    expect(engine.asked).toBe(1);
    // By way of another page: there is nothing to shop for, and nothing to change.
    for (const address of ['plans', 'help', 'sign']) {
      await own.open(address);
      await own.determined();
    }
    await expect(page.getByText('Determination pending', { exact: true })).toBeVisible();
    // An assister sees that it was submitted.
    await new Wizard(page).authorized(await actors.number(demo.cac), who.name);
    const cac = await actors.demo(demo.cac);
    const record = await new Clients(cac).openRecord(who.name);
    await expect(fact(cac, 'Application')).toHaveText(/\d{4}/);
    await expect(fact(cac, 'Initial determination')).toHaveText('Determination pending');

    // It is asked again a minute after the first time, by a worker that looks every 15 seconds.
    engine.well = true;
    const shown = async (): Promise<number> => {
      await own.reload();
      return results.count();
    };
    await expect.poll(shown, { timeout: 120_000, intervals: [2_000] }).toBe(1);
    expect(engine.asked).toBe(2);
    await expect(page.getByText('Determination pending', { exact: true })).toHaveCount(0);
    await expect(fact(page, who.name)).toContainText('Health plan with a premium tax credit');
    await expect(fact(page, 'Tax credit of the household, each month')).toHaveText('$123.45');
    await expect(page.getByRole('link', { name: 'Shop for plans', exact: true })).toBeVisible();
    await cac.reload();
    await expect(fact(cac, 'Initial determination')).toHaveText('Health plan with a premium tax credit');

    // What the engine decides after that is the consumer's to know. The worker asks it every 15 seconds.
    engine.decides('needs_decision', 'The proof of income is late.');
    const current = page.getByRole('heading', { name: 'Current status', exact: true });
    const decided = async (): Promise<number> => {
      await own.reload();
      return current.count();
    };
    await expect.poll(decided, { timeout: 120_000, intervals: [2_000] }).toBe(1);
    await expect(page.getByText(sayLike('determination.current_engine', { reason: 'The proof of income is late.' }))).toBeVisible();
    await expect(page.locator('main')).toContainText('Needs a county or DHS decision');
    await expect(page.locator('main')).toContainText(say('determination.next_decision'));
    for (const address of [record, `${record}/application/determination`, '/clients']) {
      await visit(cac, address);
      await expect(cac.locator('main')).not.toContainText(/Needs a county|Current status|proof of income/i);
    }
    await visit(cac, record);
    await expect(fact(cac, 'Initial determination')).toHaveText('Health plan with a premium tax credit');
  } finally {
    await portal.stop();
    await engine.stop();
  }
});
