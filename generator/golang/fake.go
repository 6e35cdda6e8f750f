package golang
func (a *assembly) fake() {}
func (a *assembly) tests() {}
func (a *assembly) service() {}
