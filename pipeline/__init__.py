"""What happens: from the coordinator's folder and the participants' sheets to validated, scored, advised frames."""
