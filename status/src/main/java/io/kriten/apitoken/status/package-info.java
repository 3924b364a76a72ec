/** Health and metrics by HTTP, as kubelets and Prometheus ask for them. */
package io.kriten.apitoken.status;
