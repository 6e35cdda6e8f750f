package generator

// check is a sink that writes nothing.
type check struct{ Place }

// Check returns a sink that only says what differs.
func Check(p Place) Sink { return check{p} }

// Put compares.
func (c check) Put(files []File) (Drift, error) {
	t, err := open(c.Root)
	if err != nil {
		return nil, err
	}
	defer t.Close()
	return t.Put(c.Place, files)
}
