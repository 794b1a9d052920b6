package builds

func (t *T) TryLock() int { return 1 }

func cap(x any) bool { return x == nil }

var _ = cap(nil)
