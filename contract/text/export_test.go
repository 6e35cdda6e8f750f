package text

// Words returns what can stand in a placeholder.
func Words() []string {
	all := []string{literal, each}
	for _, w := range words {
		all = append(all, w.text)
	}
	for _, p := range phrases {
		all = append(all, p.text)
	}
	for _, m := range makers {
		all = append(all, "<- "+m.text)
	}
	return all
}
