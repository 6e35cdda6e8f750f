package stores

const childVariable = "BYLAW_STORES_CHILD"

func runChild(string) int { return 0 }
