package words

// NamesAction reports whether a field of that name says what to do: action, order_action,
// action_type, command.
func NamesAction(name string) bool {
	all := Split(name)
	n := len(all)
	if n > 1 && (all[n-1] == "type" || all[n-1] == "name" || all[n-1] == "kind") {
		n--
	}
	if n == 0 || n > 2 {
		return false
	}
	switch all[n-1] {
	case "action", "operation", "command", "verb", "op", "cmd":
		return true
	}
	return false
}
