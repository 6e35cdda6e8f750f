package golang

func (a *assembly) tests()   {}
func (a *assembly) service() {}
