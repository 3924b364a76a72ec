/** When tokens were last used: kept in memory, and written now and then. */
package io.kriten.apitoken.api.lastuse;
