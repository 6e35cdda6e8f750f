package schema

import (
	"slices"
	"strconv"
	"strings"

	"github.com/bylaw-dev/bylaw/spec"
)

// widest returns the statements that read the arm that loses the least of a value which several may fit; false where the
// first one that fits is as good. Structs have no room for members that they don't declare.
func (u *union) widest(g rivals) ([]string, bool) {
	if u.view.choice.exclusive {
		return nil, false
	}
	var rooms [][]string
	for _, a := range g.arms {
		if a.shape.Form != Struct && a.shape.Form != Union {
			return nil, false
		}
		rooms = append(rooms, u.types.room(a.schema))
	}
	if narrows(rooms) {
		return nil, false
	}
	var cases []string
	arguments := ""
	for i, a := range g.arms {
		arguments += ", wire.Arm{Check: " + u.checkOf(a)
		if rooms[i] != nil {
			arguments += ", Names: []string{" + strings.TrimPrefix(quoted(rooms[i]), ", ") + "}"
		}
		arguments += "}"
		cases = append(cases, "case "+strconv.Itoa(i)+":", "*x = "+a.read)
	}
	return append(append([]string{"switch r.Widest(n" + arguments + ") {"}, cases...), "}"), true
}

// narrows reports whether each room lies within the one before it.
func narrows(rooms [][]string) bool {
	for i := 1; i < len(rooms); i++ {
		if !fitsInto(rooms[i], rooms[i-1]) {
			return false
		}
	}
	return true
}

// fitsInto reports whether all names of one room are in another; nil has room for all.
func fitsInto(room, other []string) bool {
	return other == nil || room != nil && !slices.ContainsFunc(room, func(name string) bool { return !slices.Contains(other, name) })
}

// room lists the members that values of a schema keep, those of all its alternatives; nil: all.
func (t *Types) room(s *spec.Type) []string {
	names, seen := []string{}, map[*spec.Type]bool{}
	if !t.addRoom(s, &names, seen) {
		return nil
	}
	return names
}

func (t *Types) addRoom(s *spec.Type, names *[]string, seen map[*spec.Type]bool) (counted bool) {
	if seen[s] {
		return true
	}
	seen[s] = true
	for _, part := range t.parts(s) {
		if values := additionalProperties(part); values != nil && values.Kind != spec.KindNever || hasPatterns(part) {
			return false
		}
		for _, f := range part.Fields {
			if !slices.Contains(*names, f.Name) {
				*names = append(*names, f.Name)
			}
		}
		if part.Schema == nil {
			continue
		}
		for _, branch := range slices.Concat(part.Schema.OneOf, part.Schema.AnyOf) {
			if !t.addRoom(branch, names, seen) {
				return false
			}
		}
	}
	return true
}
