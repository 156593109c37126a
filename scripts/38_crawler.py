"""A project: a crawler.

It begins at one page of a web site, reads it, finds the links in it, reads those
pages, and so on, until it has seen them all. Reading is mostly waiting, finding
links is computing; a pool of processes does both.

What to watch: the pages are read in waves. Each wave is the set of pages that the
wave before has pointed to and nobody has read yet; so no page is read twice, and
the number of the wave is the number of clicks from the first page. Who has seen
what is known here only: the workers are told an address, and tell what they found.
The site is served by this program itself; it never leaves this machine.

Expected output:

    wave 0: /
    wave 1: /birds /fish /gone
    wave 2: /duck /herring /owl
    wave 3: /night
    pages read: 7
    dead links: /gone on /
    most pointed to: / (6 times)
    words on all pages: 55
    pages served twice: none
"""

from collections import Counter
from html.parser import HTMLParser
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from multiprocessing import Pool
from threading import Thread
from urllib.error import HTTPError
from urllib.request import urlopen

SITE = {"/": "/birds /fish /gone", "/birds": "/ /owl /duck", "/fish": "/ /herring", "/owl": "/ /birds /night",
        "/duck": "/ /birds", "/herring": "/ /fish", "/night": "/ /owl"}


class Site(BaseHTTPRequestHandler):
    """Serves the pages of SITE, and counts."""

    served = Counter()

    def do_GET(self):
        """Send one page, or say that there is none."""
        Site.served[self.path] += 1
        if self.path not in SITE:
            self.send_error(404)
            return
        links = "".join(f'<a href="{link}">see {link}</a> ' for link in SITE[self.path].split())
        page = f"<html><body>All about {self.path}: {links}</body></html>".encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(page)))
        self.end_headers()
        self.wfile.write(page)

    def log_message(self, *_):
        """Say nothing."""


class Page(HTMLParser):
    """Collects the links and counts the words of one page."""

    def __init__(self):
        super().__init__()
        self.links, self.words = [], 0

    def handle_starttag(self, tag, attrs):
        """Keep where a link goes to."""
        if tag == "a":
            self.links.append(dict(attrs)["href"])

    def handle_data(self, data):
        """Count the words of a piece of text."""
        self.words += len(data.split())


# This is what the workers do. What it needs is in its arguments, what it finds is
# in its result.
def read(address, path):
    """Return the path, its links and its number of words; None for links: it is dead."""
    page = Page()
    try:
        with urlopen(f"http://{address[0]}:{address[1]}{path}", timeout=60) as answer:
            page.feed(answer.read().decode())
    except HTTPError:
        return path, None, 0
    return path, page.links, page.words


# All that is known about the site is kept here.
def crawl(pool, address):
    """Read the whole site, and print what was found."""
    wave, number, seen, links, words, dead = {"/"}, 0, set(), {}, 0, []
    while wave:
        print(f"wave {number}: {' '.join(sorted(wave))}")
        seen |= wave
        for path, found, count in pool.starmap(read, [(address, path) for path in sorted(wave)]):
            words += count
            if found is None:
                dead.append(path)
            else:
                links[path] = found
        wave = {link for found in links.values() for link in found} - seen
        number += 1

    pointed = Counter(link for found in links.values() for link in found)
    print(f"pages read: {len(links)}")
    for path in dead:
        print(f"dead links: {path} on {' '.join(page for page, found in links.items() if path in found)}")
    print("most pointed to: {} ({} times)".format(*pointed.most_common(1)[0]))
    print(f"words on all pages: {words}")


# The workers start first, while this program has no thread but one.
if __name__ == "__main__":
    with Pool(2) as pool, ThreadingHTTPServer(("localhost", 0), Site) as server:
        Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        crawl(pool, server.server_address)
        server.shutdown()
    print(f"pages served twice: {[path for path, times in Site.served.items() if times > 1] or 'none'}")
