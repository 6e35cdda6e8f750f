package golang

func (a *assembly) service() {}
