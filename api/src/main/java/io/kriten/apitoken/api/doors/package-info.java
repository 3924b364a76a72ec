/** The doors at which keys are verified for others: gateways, RFC 7662 clients, kube-apiserver. */
package io.kriten.apitoken.api.doors;
