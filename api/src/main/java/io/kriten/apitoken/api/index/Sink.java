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

  /** An object of a list that is being told. Others of that list, older ones too, may follow. */
  void exists(T object);

  /** An event: the object has this state now, and all changes up to its version have been told. */
  void changed(T object);

  /** An event: the object is gone, and all changes up to its version have been told. */
  void deleted(T object);

  /**
   * A whole list has been told: nothing else existed at that version, and all changes up to it have
   * been told.
   *
   * @param keys every object in it
   * @param resourceVersion the list's own
   */
  void listed(Set<String> keys, long resourceVersion);

  /** A bookmark: all changes up to that version have been told. */
  void reached(long resourceVersion);
}
