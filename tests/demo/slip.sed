# The slip that some translations of the Regulations make: Article 69 has one paragraph, and its item 3 is meant.
s/punish per CSL article 69 item 3$/punish per CSL article 69 paragraph 3/
