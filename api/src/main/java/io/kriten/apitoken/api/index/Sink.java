package io.kriten.apitoken.api.index;

import java.util.Set;

/** Takes what a {@link ListWatch} hears of one kind in one namespace, in the order of versions. */
interface Sink<T> {

  /** What tells objects of this kind apart within a namespace. */
  String key(T object);

  /**
   * A list of that version is about to be told. When it is older than what was told before, then
   * etcd was restored from a backup, and versions begin anew.
   */
  void listing(long resourceVersion);

  /** The object exists, in this state. */
  void changed(T object);

  /** The object is gone. */
  void deleted(T object);

  /**
   * A whole list has been told: nothing else existed at that version.
   *
   * @param keys every object in it
   * @param resourceVersion the list's own
   */
  void listed(Set<String> keys, long resourceVersion);

  /** All changes up to that version have been told. */
  void reached(long resourceVersion);
}
