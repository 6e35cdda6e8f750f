package document

import "slices"

// sorted returns the names in order, so that what is said does not depend on that of a map.
func sorted(names []string) []string {
	slices.Sort(names)
	return names
}
