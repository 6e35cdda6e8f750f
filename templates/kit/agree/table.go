package agree

// row is one request that breaks the contract, with what must come of it.
type row struct {
	name  string
	check func(*suite) verdict
}

var table = []row{}
