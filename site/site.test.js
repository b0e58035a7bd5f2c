// What readers do with the site, in a browser: ./sockets site, then this in headless Chromium.

import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { after, before, describe, it } from 'node:test'
import { chromium } from 'playwright-core'

const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js')
const SITE = path.join(import.meta.dirname, 'target/site')
const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium'
const KINDS = ['', 'zh/', 'pairs/', 'pairs/tcp-basic/echo.html', 'pitfalls/', 'pitfalls/half-message.html', 'tcp-basic/',
  'tcp-basic/EchoServer.html', 'common/package-info.html', 'docs/from-python.html', 'docs/claims.html', 'docs/benchmarks.html']
const TABS = 4
const PATIENCE = 120_000 // milliseconds, on the slowest machine

const skip = !process.env.SITE_DEMANDED && !existsSync(CHROMIUM) && `there is no ${CHROMIUM}: install Debian's chromium, or name another in CHROMIUM`

describe('the site', { skip, timeout: 1_800_000 }, () => {
  let server
  let site
  let browser

  before(async () => {
    server = spawn(path.join(import.meta.dirname, '../sockets'), ['site', '--port', '0'], { stdio: ['ignore', 'pipe', 'inherit'] })
    const lines = createInterface(server.stdout)
    const [ready] = await Promise.race([new Promise(line => lines.once('line', text => line([text]))), ended(server)])
    assert.match(ready, /^Listening on 127\.0\.0\.1:\d+$/)
    site = `http://${ready.split(' ')[2]}/`
    browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] })
  })

  after(async () => {
    await browser?.close()
    server?.kill()
  })

  /** Opens a page in a window of its own, and fails if anything on it complains. */
  async function visit(address, use, settings = {}) {
    const context = await browser.newContext(settings)
    context.setDefaultTimeout(PATIENCE)
    try {
      const page = await context.newPage()
      const errors = complaints(page)
      await page.goto(site + address)
      const result = await use(page)
      assert.deepEqual(errors, [])
      return result
    } finally {
      await context.close()
    }
  }

  it('loads every page without an error, with every link alive and every diagram drawn', async () => {
    const addresses = readdirSync(SITE, { recursive: true }).filter(file => file.endsWith('.html') && file !== '404.html')
      .map(file => file.replaceAll('\\', '/').replace(/(^|\/)index\.html$/, '$1'))
    assert.ok(addresses.length > 700, `${addresses.length} pages`)
    const ids = new Map()
    const links = new Map()
    const wrong = []
    const context = await browser.newContext()
    context.setDefaultTimeout(PATIENCE)
    await Promise.all(Array.from({ length: TABS }, async (_, tab) => {
      const page = await context.newPage()
      const errors = complaints(page)
      await page.goto(site)
      await page.waitForFunction(() => document.querySelector('#app').__vue_app__) // it answers clicks from now on
      for (let i = tab; i < addresses.length; i += TABS) {
        const seen = await page.evaluate(follow, site + addresses[i])
        ids.set(seen.here, new Set(seen.ids))
        seen.links.forEach(link => links.set(link, addresses[i]))
        wrong.push(...errors.splice(0).map(error => `${addresses[i]}: ${error}`))
        if (seen.here !== site + addresses[i]) wrong.push(`${addresses[i]}: it became ${seen.here}`)
        if (!seen.drawn) wrong.push(`${addresses[i]}: a diagram is not drawn`)
      }
    }))
    await context.close()
    for (const [link, from] of links) {
      const [file, anchor] = link.replace(/\?.*$/, '').split('#')
      if (!file.startsWith(site)) continue // a host outside
      if (ids.has(file) ? anchor && !ids.get(file).has(decodeURIComponent(anchor)) : !existsSync(path.join(SITE, file.slice(site.length)))) {
        wrong.push(`${from}: ${link} leads nowhere`)
      }
    }
    assert.deepEqual(wrong, [])
  })

  for (const [words, found] of [
    ['half of the message', /^pitfalls\//],
    ['SO_REUSEADDR', /ServerSettings|AddressAlreadyInUse|address-already-in-use|from-python/],
    ['only the beginning of a message arrives', /^pitfalls\/half-message/],
    ['Address already in use', /address-already-in-use/],
    ['Connection reset', /answer-cut-by-reset/],
    ['sendall', /docs\/from-python/],
    ['tcp-basic echo', /^pairs\/tcp-basic\/echo/],
    ['ThreadingMixIn', /socketserver-port\/ThreadingMixIn/],
    ['connect_ex', /WaitFor|from-python|wait-for/],
    ['setSoTimeout', /./],
    ['怎样监听', /^zh\//]
  ]) {
    it(`finds '${words}'`, () => visit('', async page => {
      const results = await search(page, words)
      assert.ok(results.some(result => found.test(result.slice(site.length))), results.join('\n'))
    }))
  }

  it('is entered in Chinese too, and searched from there', () => visit('zh/', async page => {
    assert.equal(await page.getAttribute('html', 'lang'), 'zh-CN')
    assert.match(await page.textContent('main h1'), /套接字/)
    const results = await search(page, 'half of the message')
    assert.match(results[0], /\/pitfalls\//)
    await page.keyboard.press('Enter')
    await page.waitForURL(/\/pitfalls\//)
    assert.equal(await page.getAttribute('html', 'lang'), 'en')
  }))

  it('leads from one language to the other', () => visit('', async page => {
    await page.click('main a:has-text("中文版")')
    await page.waitForURL(site + 'zh/')
    await page.click('main a:has-text("English")')
    await page.waitForURL(site)
  }))

  for (const address of KINDS) {
    it(`fits on a phone: /${address}`, () => visit(address, async page => {
      assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), 'it scrolls sideways')
      await page.click('.VPNavBarHamburger')
      await page.waitForSelector('.VPNavScreen a')
    }, { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true }))
  }

  it('is light or dark as one wants, the diagrams too', () => visit('pairs/tcp-basic/echo.html', async page => {
    const colours = () => page.evaluate(() => [getComputedStyle(document.body).backgroundColor,
      getComputedStyle(document.querySelector('.mermaid svg text.messageText')).fill])
    await page.waitForSelector('.mermaid svg text.messageText')
    const light = await colours()
    await page.click('.VPSwitchAppearance:visible')
    await page.waitForFunction(before => getComputedStyle(document.querySelector('.mermaid svg text.messageText')).fill !== before, light[1])
    const dark = await colours()
    assert.notEqual(light[0], dark[0])
  }))

  it('takes no mouse: from the search to a page, and through the tabs of its code', () => visit('', async page => {
    await page.keyboard.press('Tab')
    assert.equal(await page.evaluate(() => document.activeElement.className), 'VPSkipLink visually-hidden')
    await search(page, 'tcp-basic echo')
    await page.keyboard.press('Enter')
    await page.waitForURL(/\/pairs\/tcp-basic\/echo/)
    await page.waitForSelector('.vp-code-group')
    for (let i = 0; i < 80 && !await page.evaluate(() => document.activeElement.matches('.vp-code-group input')); i++) {
      await page.keyboard.press('Tab')
    }
    await page.keyboard.press('ArrowRight')
    assert.match(await page.textContent('.vp-code-group .blocks > .active'), /class EchoClient/)
  }))

  for (const [colorScheme, width] of [['light', 1440], ['dark', 390]]) {
    it(`has no serious obstacle for anybody: ${colorScheme}, ${width} pixels`, async () => {
      const serious = []
      for (const address of KINDS) {
        await visit(address, async page => {
          await page.waitForFunction(() => [...document.querySelectorAll('.mermaid')].every(diagram => diagram.querySelector('svg')))
          await page.addScriptTag({ path: AXE })
          const { violations } = await page.evaluate(() => window.axe.run())
          serious.push(...violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')
            .map(({ id, nodes }) => `${address}: ${id}: ${nodes.length} × ${nodes[0].html}: ${nodes[0].failureSummary}`))
        }, { colorScheme, viewport: { width, height: 900 } })
      }
      assert.deepEqual(serious, [])
    })
  }
})

async function ended(server) {
  const code = await new Promise(exit => server.once('exit', exit))
  throw new Error(`./sockets site ended with ${code}`)
}

/** Collects what a page complains of. */
function complaints(page) {
  const errors = []
  page.on('pageerror', error => errors.push(error.message))
  page.on('console', message => ['error', 'warning'].includes(message.type()) && errors.push(message.text()))
  page.on('response', response => response.status() >= 400 && errors.push(`${response.status()} ${response.url()}`))
  return errors
}

/** Runs in a page: goes on to another as a click does, waits for it and its diagrams, and tells what is there. */
async function follow(address) {
  const until = async (condition, end = Date.now() + 60_000) => {
    while (!condition() && Date.now() < end) await new Promise(later => setTimeout(later, 10))
  }
  document.title = ''
  const link = document.createElement('a')
  link.href = address
  document.body.append(link)
  link.click()
  link.remove()
  await until(() => document.title && document.querySelector('main h1'))
  const drawn = () => [...document.querySelectorAll('.mermaid')].every(diagram => diagram.querySelector('svg'))
  await until(() => drawn() && !document.querySelector('body > [id^=dmermaid]')) // what Mermaid draws in
  return {
    here: location.origin + location.pathname,
    ids: [...document.querySelectorAll('[id]')].map(element => element.id),
    links: [...document.querySelectorAll('a[href], img[src]')].map(element => element.href ?? element.src),
    drawn: drawn() && !document.querySelector('.mermaid .error-icon')
  }
}

/** Types into the search, by keyboard, and returns where the results lead. */
async function search(page, words) {
  await page.waitForFunction(() => document.querySelector('.DocSearch-Button, .VPNavBarSearch button'))
  await page.keyboard.press('/')
  await page.fill('.VPLocalSearchBox input', words)
  await page.waitForSelector('.VPLocalSearchBox .result')
  return page.$$eval('.VPLocalSearchBox .result', results => results.map(result => result.href))
}
