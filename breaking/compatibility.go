package breaking

// Compatibility says which sides of a change can be deployed first.
type Compatibility uint8

// The compatibilities.
const (
	Full     Compatibility = iota // either side first
	Backward                      // the service first: its old consumers go on working
	Forward                       // the consumers first: they work with the old service
	Neither                       // no order works: old and new must run side by side
)

// String returns "full", "backward", "forward" or "none".
func (c Compatibility) String() string { return [...]string{"full", "backward", "forward", "none"}[c] }

// Compatibility returns what the change alone allows, looking at the given axes.
func (c *Change) Compatibility(axes Axis) Compatibility {
	return compatibility(c.Backward.On(axes) == Breaking, c.Forward.On(axes) == Breaking)
}

func compatibility(backwardBreaks, forwardBreaks bool) Compatibility {
	switch {
	case backwardBreaks && forwardBreaks:
		return Neither
	case backwardBreaks:
		return Forward
	case forwardBreaks:
		return Backward
	}
	return Full
}
