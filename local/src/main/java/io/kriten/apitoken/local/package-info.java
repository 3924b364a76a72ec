/** A whole installation in one JVM, beside a real etcd and kube-apiserver. */
package io.kriten.apitoken.local;
