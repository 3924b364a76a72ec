/** How fast a change becomes true everywhere, and what it costs others. */
package io.kriten.apitoken.bench.live;
