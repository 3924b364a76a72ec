/**
 * The contract between operator and facade: the resource {@link io.kriten.apitoken.crds.ApiToken},
 * the Secrets beside it, and {@link io.kriten.apitoken.crds.Verdict}, the one place that decides
 * whether a key is accepted. No I/O.
 */
package io.kriten.apitoken.crds;
