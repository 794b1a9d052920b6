package builds

func ToUpper(s string) int { return 1 }

func name() []byte { return nil }
